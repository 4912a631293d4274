import { attributesOfEvent } from '../audit/attributes-of.js'
import type { Attributes } from '../audit/attributes.js'
import type { AuditEvent } from '../audit/event.js'
import type { Recording } from '../engine/replay/recording.js'
import { replay } from '../engine/replay/replay.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import type { JudgedPolicy } from '../run/case.js'
import { runResult } from '../run/run-result.js'
import type { Scenario } from '../scenario/scenario.js'

/** A scenario, and the requests that it and components made when it was recorded. */
export interface RecordedScenario {
  readonly scenario: Scenario
  readonly recording: Recording
  readonly requests: readonly Attributes[]
}

export function recordedScenario(scenario: Scenario, recording: Recording): RecordedScenario {
  const lines = [
    ...recording.steps.flatMap(({ requests }) => requests.map((one) => (one.metadata ?? one.lines)[0])),
    ...recording.components.map((one) => one.lines[0]),
  ]
  // Lines come from kube-apiserver's own log backend.
  const requests = lines.flatMap((line) => (line === undefined ? [] : [JSON.parse(line) as AuditEvent]))
  return { scenario, recording, requests: requests.map(attributesOfEvent) }
}

/**
 * Tells of a changed policy whether some claim or pinned cell fails that did not before. Only scenarios with a request that
 * is decided otherwise are judged again, until one notices.
 */
export function noticing(
  policy: Policy,
  held: JudgedPolicy,
  scenarios: readonly RecordedScenario[],
): (changed: Policy) => boolean {
  const known = new Map<RecordedScenario, ReadonlySet<string>>()
  return (changed) =>
    scenarios.some((one) => {
      if (!one.requests.some((request) => isOther(policy, changed, request))) return false
      const before = known.get(one) ?? failures(policy, held, one)
      known.set(one, before)
      return [...failures(changed, held, one)].some((id) => !before.has(id))
    })
}

function isOther(policy: Policy, changed: Policy, request: Attributes): boolean {
  const [was, is] = [evaluate(policy, request), evaluate(changed, request)]
  return (
    was.level !== is.level ||
    was.omitManagedFields !== is.omitManagedFields ||
    was.omitStages.join() !== is.omitStages.join()
  )
}

/** Ids of the results of a scenario that fail under a policy. */
function failures(policy: Policy, held: JudgedPolicy, { scenario, recording }: RecordedScenario): ReadonlySet<string> {
  const { name } = held
  const ran = { policy: name, loaded: 'strict' as const, message: null, background: null }
  const { scenarios, leaks } = runResult({
    execution: {
      ...{ engine: 'replay', kubernetes: recording.kubernetes },
      policies: [{ ...ran, scenarios: [replay(recording, policy)] }],
    },
    scenarios: [scenario],
    policies: [{ ...held, loaded: { loaded: 'strict', policy, notes: [] } }],
    ...{ strict: false, failOnSkip: false, requirements: [], shard: null, how: 'replayed', rerun: () => '' },
  })
  const results = scenarios.flatMap((one) => one.results).filter(({ status }) => status === 'failed')
  const leaked = leaks.filter(({ why }) => why === null)
  return new Set([
    ...results.map(({ id }) => id),
    ...leaked.map(({ step, request, place, secret }) => JSON.stringify([step, request, place, secret])),
  ])
}
