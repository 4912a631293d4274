import type { RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { UNKNOWN } from '../cell.js'
import { LIMITS_HEADING, limitsIn } from '../limits.js'
import { section, type Style } from './section.js'

/** What the Events behind replayed and projected cells cannot tell, with what that means. */
export function limitsSection(run: RunResult, style: Style): string[] {
  const { colors, width } = style
  const blocks = limitsIn(run).map(({ title, where, happens, meaning, source }) => {
    const [first = '', ...rest] = wrap(`${title}: ${where}`, width === null ? null : width - 4)
    const texts = [happens, meaning, source].flatMap((text) => wrap(text, width === null ? null : width - 4))
    return [`${colors.magenta(UNKNOWN)} ${first}`, ...[...rest, ...texts].map((line) => `    ${line}`)]
  })
  return section(LIMITS_HEADING, blocks, style)
}
