import pc from 'picocolors'
import type { DiffResult, PolicyDifference } from '../../check/result.js'
import { countOf } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'
import { bytesWords, changeWords, rulesWords, volumeWords } from './words.js'

/** For each difference what becomes of an example, the rules, and what was captured of it. */
export function diffText({ differences, volume }: DiffResult, options: { readonly color: boolean }): string {
  if (differences === null) return 'undecided: it would take more work than the limit\n'
  if (differences.length === 0) return 'The policies are equal: every possible request is decided alike\n'
  const colors = pc.createColors(options.color)
  const mark = (kind: PolicyDifference['kind']): string => {
    const isBad = kind === 'evidence lost' || kind === 'bodies gained'
    return isBad ? colors.red(kind.padEnd(13)) : kind.padEnd(13)
  }
  const lines = differences.flatMap((one) => [
    `${mark(one.kind)}  ${printable(one.request)}: ${changeWords(one)}`,
    ...[rulesWords(one), ...bytesWords(one.volume)].map((words) => `${' '.repeat(15)}${colors.dim(words)}`),
  ])
  return [...lines, countOf(differences.length, 'difference'), ...volume.map(volumeWords), ''].join('\n')
}
