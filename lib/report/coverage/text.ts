import pc from 'picocolors'
import type { CoverageResult, CoveredItem, Survivor } from '../../check/result.js'
import { groupBy } from '../../util/group.js'
import { countOf } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'

/** What nothing exercised, rule by rule, and the changes that nothing notices. */
export function coverageText(result: CoverageResult, options: { readonly color: boolean }): string {
  const { bold, dim, yellow } = pc.createColors(options.color)
  const { items, exercised, mutants, survivors, requests, scenarios } = result
  const missed = items.filter((item) => item.requests === 0)
  const changes = survivors.flatMap((one) => [
    `${yellow('survived')}  ${printable(one.at)}  rule ${one.rule}, ${printable(one.change)}`,
    `          ${dim(printable(exampleWords(one)))}`,
  ])
  const equivalent = mutants.equivalent === 0 ? '' : `; ${mutants.equivalent} more change nothing`
  return [
    ...[...groupBy(missed, ({ rule }) => String(rule)).values()].map((own) => missedWords(own, yellow)),
    ...changes,
    bold(
      `${exercised.items} of ${exercised.of} rules and items exercised by ${countOf(requests, 'request')} of ${countOf(scenarios, 'scenario')}, ${exercised.percent} %`,
    ),
    bold(
      `${mutants.noticed} of ${countOf(mutants.of, 'change')} of the policy noticed, ${mutants.percent} %${equivalent}`,
    ),
    '',
  ].join('\n')
}

function missedWords(items: readonly [CoveredItem, ...CoveredItem[]], color: (text: string) => string): string {
  const [{ rule, at, field }] = items
  const mark = color('missed  ')
  // Of a rule that decides nothing there is no more to say.
  if (field === 'rule') return `${mark}  ${printable(at)}  rule ${rule} decides no request`
  const fields = [...groupBy(items, (item) => item.field)].map(
    ([name, own]) => `${name} ${own.map(({ value }) => (value === '' ? '""' : printable(value))).join(', ')}`,
  )
  return `${mark}  ${printable(at)}  rule ${rule}: ${fields.join('; ')}`
}

function exampleWords({ request, before, after }: Survivor): string {
  if (request === null) return 'no request that it decides otherwise was found within the limit of work'
  return before === after
    ? `${request}: ${before ?? ''} with other stages or fields`
    : `${request}: ${before ?? ''} → ${after ?? ''}`
}
