import pc from 'picocolors'
import type { ProvedRequirement, ProveResult } from '../../check/result.js'
import { countOf } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'
import { placeWords } from '../check/words.js'

/** A line for each requirement, with the request that breaks it. */
export function proveText(result: ProveResult, options: { readonly color: boolean }): string {
  const colors = pc.createColors(options.color)
  const marks = {
    holds: colors.green('✓'),
    broken: colors.red('✗'),
    undecided: colors.yellow('?'),
    void: colors.red('∅'),
  }
  const lines = result.requirements.flatMap((one) => {
    const clause = one.clause === null ? '' : ` (${printable(one.clause)})`
    const head = `${marks[one.status]} ${colors.bold(one.id)}${clause}  ${printable(one.file)}:${one.line}`
    const words = wordsOf(one)
    return words === null ? [head] : [head, `    ${words}`]
  })
  const holding = result.requirements.filter(({ status }) => status === 'holds').length
  return [...lines, `${holding} of ${countOf(result.requirements.length, 'requirement')} hold`, ''].join('\n')
}

function wordsOf({ status, counterexample }: ProvedRequirement): string | null {
  if (status === 'undecided') return 'undecided: it would take more work than the limit'
  if (status === 'void') return 'asks for nothing: no possible request is concerned'
  if (counterexample === null) return null
  const { request, why, rule, at } = counterexample
  return `${printable(request)} ${why}: ${placeWords(rule, printable(at))}`
}
