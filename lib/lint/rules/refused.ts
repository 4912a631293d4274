import { decode } from '../../policy/decode.js'
import { policyType } from '../../policy/go-types.js'
import { DecodingError, stringOf, type Node, type Place } from '../../policy/node.js'
import { policyOf } from '../../policy/policy-of.js'
import { validate } from '../../policy/validate.js'
import type { LintRule } from '../rule.js'
import { linePlace, placeOf, valueAt, type Path, type Subject } from '../subject.js'
import { misspeltLevel } from './misspelt-level.js'
import { oneValueForAList } from './one-value-for-a-list.js'
import { removedApiVersion } from './removed-api-version.js'
import { yaml11 } from './yaml-1-1.js'

/** They say why in better words. */
const EXPLAINING = [removedApiVersion, yaml11, oneValueForAList, misspeltLevel]

export const refused: LintRule = {
  id: 'refused',
  severity: 'error',
  why: 'kube-apiserver does not start with this policy: the control plane stays down until it is mended.',
  check(subject) {
    const { loaded, source } = subject
    if (loaded.loaded !== 'refused') return []
    const explained = EXPLAINING.flatMap((rule) => rule.check(subject))
    const isExplained = (place: Place): boolean => explained.some(({ at }) => at.start === place.start)
    const errors = source === null ? [] : errorsOf(source.node)
    if (errors.length > 0) {
      return errors
        .map((message) => ({ at: placeOfError(subject, message), message: withHint(message) }))
        .filter(({ at }) => !isExplained(at))
    }
    if (explained.length > 0) return []
    const line = Number(/yaml: line (\d+)/.exec(loaded.message)?.[1] ?? Math.max(1, placeOf(subject, []).line))
    return [{ at: linePlace(subject, line), message: withHint(loaded.message) }]
  },
}

/** What validation holds against it; nothing when it cannot be decoded. */
function errorsOf(node: Node): string[] {
  try {
    return validate(policyOf(decode(node, policyType).value))
  } catch (error) {
    if (error instanceof DecodingError) return []
    throw error
  }
}

/** An error names the field first: `rules[1].omitStages[0]: Invalid value`. */
function placeOfError(subject: Subject, message: string): Place {
  const field = /^[\w.[\]]+(?=: )/.exec(message)?.[0] ?? ''
  const path = [...field.matchAll(/[A-Za-z]+|\d+/g)].map(([step]) => (/^\d/.test(step) ? Number(step) : step))
  return placeOf(subject, withEntry(subject, path, message))
}

/** Of `resources` the server gives no index: it is the entry that has the value. */
function withEntry(subject: Subject, path: Path, message: string): Path {
  const at = path.indexOf('resources')
  const entries = valueAt(subject, path.slice(0, at + 1))
  if (at === -1 || typeof path[at + 1] !== 'string' || entries?.type !== 'array') return path
  const index = entries.items.findIndex((entry) => {
    const group = stringOf(
      entry.type === 'object' ? entry.members.find(({ key }) => key === 'group')?.value : undefined,
    )
    return path.at(-1) !== 'group' || message.includes(`Invalid value: ${JSON.stringify(group)}`)
  })
  return [...path.slice(0, at + 1), Math.max(0, index), ...path.slice(at + 1)]
}

/** What to do, behind the server's own words. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/unknown group version field/, 'write `apiVersion: audit.k8s.io/v1` and `kind: Policy` on top'],
  [/no kind ".*" is registered/, 'it must be `apiVersion: audit.k8s.io/v1` and `kind: Policy`'],
  [/with 0 rules/, 'it needs one rule at least'],
  [/level: Required value/, 'a rule without a level says nothing; write None to log nothing'],
  [/resources\.group: Invalid value: ".*\/v\d/, 'a group stands there without its version'],
  [
    /resources\.group: Invalid value: "\*"/,
    '`*` is no wildcard for groups; leave `resources` out to match all of them',
  ],
  [/cannot apply to both/, 'make two rules of it'],
]

function withHint(message: string): string {
  const hint = HINTS.find(([pattern]) => pattern.test(message))
  return hint === undefined ? message : `${message} — ${hint[1]}`
}
