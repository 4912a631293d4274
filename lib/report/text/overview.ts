import { LEVELS } from '../../audit/level.js'
import type { Result, RunResult } from '../../run/result.js'
import { countOf, formatCount } from '../../util/numbers.js'
import { displayWidth, pad, wrap } from '../../util/width.js'
import { FAILED, SKIPPED, UNKNOWN, WEAKNESS } from '../cell.js'
import type { Matrix } from '../matrix.js'
import { PIPED_WIDTH, type Style } from './section.js'

/** Of more policies nobody reads a matrix: a line for each says more. */
const MOST_POLICIES = 12

export function hasManyPolicies({ policies }: Pick<RunResult, 'policies'>): boolean {
  return policies.length > MOST_POLICIES
}

interface Column {
  readonly heading: string
  readonly counts: (result: Result) => boolean
  readonly color?: 'red' | 'yellow' | 'magenta' | 'dim'
}

const VERDICTS: readonly Column[] = [
  { heading: 'passed', counts: ({ status }) => status === 'passed' },
  { heading: `failed ${FAILED}`, counts: ({ status }) => status === 'failed', color: 'red' },
  { heading: `weak ${WEAKNESS}`, counts: ({ status }) => status === 'weakness', color: 'yellow' },
  { heading: `unknown ${UNKNOWN}`, counts: ({ status }) => status === 'unknown', color: 'magenta' },
  { heading: `skipped ${SKIPPED}`, counts: ({ status }) => status === 'skipped', color: 'dim' },
]

const BY_LEVEL: readonly Column[] = LEVELS.map((level) => ({
  heading: level,
  counts: ({ actual }) => actual === level,
}))

/** In place of a matrix that nobody could read: how many cells of each policy have which verdict and which level. */
export function overviewLines({ policies, scenarios }: Matrix, style: Style): string[] {
  const { colors, width } = style
  const results = scenarios.flatMap(({ scenario }) => scenario.results)
  const names = Math.max(...policies.map(({ name }) => displayWidth(name)))
  const shown = VERDICTS.filter(({ counts }, index) => index === 0 || results.some(counts))
  const columns =
    [shown.concat(BY_LEVEL), shown].find((some) => names + widthOf(some) <= (width ?? PIPED_WIDTH)) ?? shown
  const rows = policies.map(({ name }) => {
    const own = results.filter(({ policy }) => policy === name)
    const cells = columns.map(({ heading, counts, color }) => {
      const count = own.filter(counts).length
      const text = formatCount(count).padStart(displayWidth(heading) + 2)
      return color === undefined || count === 0 ? text : colors[color](text)
    })
    return pad(name, names) + cells.join('')
  })
  const headings = columns.map(({ heading }) => `  ${heading}`).join('')
  const advice = `${countOf(policies.length, 'policy', 'policies')} are too many for a matrix here: name some with -p, or write it with --report markdown=FILE.`
  return [
    '',
    ' '.repeat(names) + colors.dim(headings),
    ...rows,
    '',
    ...wrap(advice, width).map((line) => colors.dim(line)),
  ]
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { heading }) => sum + displayWidth(heading) + 2, 0)
}
