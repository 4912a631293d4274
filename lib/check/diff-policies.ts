import { diff } from '../analysis/diff.js'
import { requestWords } from '../audit/request-words.js'
import type { Decision, Policy } from '../policy/policy.js'
import { rulePlace, type RulePlace } from './example-of.js'
import type { DecidedBy, DiffResult } from './result.js'

/** A policy, and how the result calls its file. */
interface Named {
  readonly policy: Policy
  readonly path: string
}

/** In what two policies differ, for every possible request. */
export function diffPolicies(before: Named, after: Named): DiffResult {
  const [was, is] = [before, after].map(({ policy, path }) => rulePlace(policy, path)) as [RulePlace, RulePlace]
  const differences = diff(before.policy, after.policy)?.map((one) => ({
    kind: one.kind,
    request: requestWords(one.request),
    before: decidedBy(one.before, was),
    after: decidedBy(one.after, is),
  }))
  return { schemaVersion: 1, before: before.path, after: after.path, differences: differences ?? null }
}

function decidedBy({ level, omitStages, omitManagedFields, rule }: Decision, place: RulePlace): DecidedBy {
  return { level, omitStages, omitManagedFields, rule, at: place(rule) }
}
