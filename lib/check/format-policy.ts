import { isMap, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml'
import { diff } from '../analysis/diff.js'
import { shorten, type Shortening } from '../analysis/shorten.js'
import { EngineError, InputError } from '../errors.js'
import { loadPolicy } from '../policy/load.js'

export interface Formatted {
  /** The text itself where nothing can be left out. */
  readonly text: string
  /** How many rules and items were left out, and how many rules joined another one. */
  readonly rules: number
  readonly items: number
  readonly merged: number
}

/**
 * A policy written shorter with the same meaning: what decides nothing is left out, and rules that differ in one list are one.
 * The comments of rules that stay, stay. The new text is loaded again and proven equal. Throws InputError for a file that
 * cannot be rewritten, EngineError where equality was not proven.
 */
export function formatPolicy(text: string, file: string): Formatted {
  const loaded = loadPolicy(text, file)
  if (loaded.loaded !== 'strict') {
    const verb = loaded.loaded === 'refused' ? 'refuses' : 'loads only leniently'
    throw new InputError(`${file}: kube-apiserver ${verb} this policy: ${loaded.message}`, {
      hint: 'Mend it first; audit-lab lint says what is wrong.',
    })
  }
  if (loaded.notes.length > 0)
    throw new InputError(`${file} holds more than a policy`, { hint: loaded.notes.join(' ') })
  const { policy, steps } = shorten(loaded.policy)
  const count = (kind: Shortening['kind']): number => steps.filter((step) => step.kind === kind).length
  const counts = { rules: count('rule'), items: count('item'), merged: count('merge') }
  if (steps.length === 0) return { text, ...counts }
  const written = rewritten(text, file, steps)
  const again = loadPolicy(written, file)
  const isWritten = again.loaded === 'strict' && again.policy.rules.length === policy.rules.length
  if (!isWritten || diff(loaded.policy, again.policy)?.length !== 0) {
    throw new EngineError(`${file}: the shorter text is not proven to mean the same; nothing was written`, {
      hint: 'Anchors and aliases cannot be rewritten.',
    })
  }
  return { text: written, ...counts }
}

function rewritten(text: string, file: string, steps: readonly Shortening[]): string {
  if (text.trimStart().startsWith('{')) throw new InputError(`${file} is JSON; YAML is expected`)
  const document = parseDocument(text)
  const rules = document.get('rules')
  if (!isSeq(rules)) throw new InputError(`${file} has its rules in a way that cannot be rewritten`)
  for (const step of steps) apply(step, document, rules)
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function apply(step: Shortening, document: Document, rules: YAMLSeq): void {
  if (step.kind === 'rule') removeRule(rules, step.rule)
  else if (step.kind === 'item') document.deleteIn(['rules', step.rule, ...step.path])
  else {
    const [into, from] = [rules.items[step.rule], rules.items[step.from]]
    const [list, more] = [listOf(into, step.field), listOf(from, step.field)]
    if (list !== null && more !== null) list.items.push(...more.items)
    removeRule(rules, step.from)
  }
}

function listOf(rule: unknown, field: string): YAMLSeq | null {
  const list = isMap(rule) ? rule.get(field, true) : null
  return isSeq(list) ? list : null
}

/** The comment in front of the first item is the list's. */
function removeRule(rules: YAMLSeq, rule: number): void {
  if (rule === 0) rules.commentBefore = null
  rules.items.splice(rule, 1)
}
