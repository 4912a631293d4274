import pc from 'picocolors'
import type { Attributes } from '../audit/attributes.js'
import { describeRequest } from '../audit/describe.js'
import type { TracedRule, Trace } from '../policy/explain.js'
import { printable } from '../util/printable.js'

/** For people: the request, every rule that was tried with the first field that did not match, and the deciding line. */
export function explanation(attributes: Attributes, trace: Trace, file: string, color: boolean): string {
  const colors = pc.createColors(color)
  const { decision, rules } = trace
  const stages = decision.omitStages.length === 0 ? '' : `, without ${decision.omitStages.join(', ')}`
  const fields = decision.omitManagedFields ? ', without managedFields' : ''
  const deciding = rules.find(({ rule }) => rule === decision.rule)
  const by = deciding === undefined ? 'no rule matched' : `rule ${deciding.rule}, ${file}:${deciding.line}`
  return [
    colors.bold(printable(requestWords(attributes))),
    `  ${colors.bold(decision.level)}${decision.level === 'None' ? '' : `${stages}${fields}`}: ${by}`,
    ...rules.filter(({ outcome }) => outcome !== 'not asked').map((rule) => `    ${printable(ruleWords(rule, file))}`),
    '',
    '',
  ].join('\n')
}

function requestWords(attributes: Attributes): string {
  const { user, namespace, name } = attributes
  const where = namespace === '' ? '' : ` in ${namespace}`
  const what = name === '' ? '' : ` ${name}`
  const who =
    user === null ? 'nobody authenticated' : [user.name, ...user.groups.map((group) => `group ${group}`)].join(', ')
  return `${describeRequest(attributes)}${what}${where}, by ${who}`
}

function ruleWords({ rule, line, outcome, mismatch }: TracedRule, file: string): string {
  const place = `rule ${rule}, ${file}:${line}`
  if (mismatch === null) return `${place}: ${outcome}`
  const wanted = mismatch.wanted.length === 0 ? 'nothing' : mismatch.wanted.join(', ')
  return `${place}: ${mismatch.field} did not match: wants ${wanted}; the request has ${mismatch.had}`
}
