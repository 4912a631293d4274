import type { Colors } from 'picocolors/types.js'
import type { Summary } from '../run/result.js'
import { countOf, formatCount } from '../util/numbers.js'

/** The verdict in one line. The exit status is named when it is not 0. */
export function summaryLine(summary: Summary, colors: Colors): string {
  const { exitStatus } = summary
  const counts = countWords(summary).map(([words, color, count]) => (count === 0 ? words : colors[color](words)))
  const exit = exitStatus === 0 ? [] : [colors.bold(`exit status ${exitStatus}`)]
  return [counts.join(', '), ...exit].join('; ')
}

type Color = 'green' | 'red' | 'yellow' | 'magenta' | 'dim'

/** The five verdicts always; the rest when there is any. */
function countWords(summary: Summary): [words: string, color: Color, count: number][] {
  const { passed, failed, weaknesses, skipped, unknown, leaks, refused, lenient, unclaimed } = summary
  const always: [string, Color, number][] = [
    [`${formatCount(passed)} passed`, 'green', passed],
    [`${formatCount(failed)} failed`, 'red', failed],
    [countOf(weaknesses, 'known weakness', 'known weaknesses'), 'yellow', weaknesses],
    [`${formatCount(skipped)} skipped`, 'dim', skipped],
    [`${formatCount(unknown)} unknown`, 'magenta', unknown],
  ]
  const more: [string, Color, number][] = [
    [countOf(leaks, 'leak'), 'red', leaks],
    [`${countOf(refused, 'policy', 'policies')} refused`, 'red', refused],
    [`${countOf(lenient, 'policy', 'policies')} loaded leniently`, 'red', lenient],
    [countOf(unclaimed, 'unclaimed request'), 'dim', unclaimed],
  ]
  return [...always, ...more.filter(([, , count]) => count > 0)]
}
