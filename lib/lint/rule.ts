import type { Policy } from '../policy/policy.js'
import type { Place } from '../policy/node.js'
import type { Edit, Severity } from './finding.js'
import type { Subject } from './subject.js'

/** What a lint rule found: a place in the policy's own text. */
export interface Report {
  readonly at: Place
  readonly message: string
  readonly fix?: readonly Edit[]
}

interface Description {
  /** Kebab-case; its page is docs/lint/<id>.md. */
  readonly id: string
  readonly severity: Severity
  /** Why it matters, in a sentence or two. */
  readonly why: string
}

export interface LintRule extends Description {
  readonly check: (subject: Subject) => readonly Report[]
}

/** A rule about a policy that the server takes. */
export function policyRule(
  rule: Description & { readonly check: (policy: Policy, subject: Subject) => readonly Report[] },
): LintRule {
  return { ...rule, check: (subject) => (subject.policy === null ? [] : rule.check(subject.policy, subject)) }
}
