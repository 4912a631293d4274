import { requestDecidedBy } from '../analysis/reach.js'
import { compareLevels, type Level } from '../audit/level.js'
import { requestWords } from '../audit/request-words.js'
import type { Policy } from '../policy/policy.js'
import type { Report } from './rule.js'
import { rulePlace, type Subject } from './subject.js'

/** Requests whose body, at this level and above, holds what must not be read by all who read the log. */
export interface Sensitive {
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly verbs: readonly string[]
  readonly level: Level
}

const WRITES = ['create', 'update', 'patch']

/** Objects whose own content is sensitive: in what is sent, and in what is answered. */
export function object(resource: string): Sensitive[] {
  const common = { group: '', resource, subresource: '' }
  return [
    { ...common, verbs: WRITES, level: 'Request' },
    { ...common, verbs: ['get', 'list'], level: 'RequestResponse' },
  ]
}

/** One report for each rule that logs such a body, with requests that show it. */
export function bodyReports(policy: Policy, subject: Subject, sensitive: readonly Sensitive[]): Report[] {
  return policy.rules.flatMap(({ level }, rule) => {
    const shown = sensitive.flatMap(({ group: apiGroup, resource, subresource, verbs, level: from }) => {
      if (compareLevels(level, from) < 0) return []
      const request = requestDecidedBy(policy, rule, {
        of: { verbs, resources: [{ apiGroup, resource, subresource }] },
      })
      return request === null || request === 'undecided' ? [] : [requestWords(request)]
    })
    if (shown.length === 0) return []
    return [{ at: rulePlace(subject, rule), message: `this rule logs bodies at ${level}: ${shown.join('; ')}` }]
  })
}
