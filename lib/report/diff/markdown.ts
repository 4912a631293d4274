import type { DiffResult } from '../../check/result.js'
import { countOf } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'
import { bullets, escaped, table } from '../markdown/syntax.js'
import { bytesWords, changeWords, rulesWords, volumeWords } from './words.js'

/** For a pull request. */
export function diffMarkdown({ before, after, differences, volume }: DiffResult): string {
  const title = `## ${escaped(printable(before))} → ${escaped(printable(after))}`
  if (differences === null) return `${title}\n\nUndecided: it would take more work than the limit.\n`
  if (differences.length === 0) return `${title}\n\nEqual: every possible request is decided alike.\n`
  const rows = differences.map((one) => [
    one.kind,
    printable(one.request),
    changeWords(one),
    rulesWords(one),
    bytesWords(one.volume).join(''),
  ])
  const head = ['what', 'for example', 'change', 'rules', 'captured']
  return `${title}\n\n${countOf(differences.length, 'difference')}\n\n${table(head, rows)}\n\n${bullets(volume.map(volumeWords))}\n`
}
