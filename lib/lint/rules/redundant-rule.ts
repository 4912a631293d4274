import type { Edit } from '../finding.js'
import { policyRule } from '../rule.js'
import { shadowsOf } from '../shadows.js'
import { rulePlace, valueAt, type Subject } from '../subject.js'
import { shadowWords } from './shadowed-rule.js'

export const redundantRule = policyRule({
  id: 'redundant-rule',
  severity: 'info',
  why: 'Earlier rules decide all of its requests just as it would, so the policy means the same without it.',
  check: (policy, subject) => {
    const same = shadowsOf(policy).filter(({ isSame }) => isSame)
    return same.map(({ rule, by }) => {
      const message = `this rule is not needed: ${shadowWords(policy, by)} ${by.length === 1 ? 'decides' : 'decide'} the same before it`
      const at = rulePlace(subject, rule)
      const edit = removal(subject, rule)
      return edit === null ? { at, message } : { at, message, fix: [edit] }
    })
  },
})

/** Takes a rule out with its lines; null when something else stands in them, or may be meant by an alias. */
function removal(subject: Subject, rule: number): Edit | null {
  const { text } = subject
  const node = valueAt(subject, ['rules', rule])
  if (node === undefined) return null
  const start = text.lastIndexOf('\n', node.start - 1) + 1
  const written = text.slice(node.start, node.end)
  const end = node.start + written.trimEnd().length
  const isAlone = /^\s*- +$/.test(text.slice(start, node.start)) && /^[ \t]*(\n|$)/.test(text.slice(end))
  return !isAlone || written.includes('&') ? null : { start, end: Math.min(end + 1, text.length), text: '' }
}
