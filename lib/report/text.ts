import picocolors from 'picocolors'
import { presentable } from './present.js'
import type { Report } from './report.js'
import { describeFailure, failuresOf } from './failures.js'
import { crossCheckSection } from './text/cross-check.js'
import { limitsSection } from './text/limits.js'
import { matrixSection } from './text/matrix.js'
import { leaksSection, skippedSection, unclaimedSection, unknownSection, weaknessesSection } from './text/findings.js'
import { policiesSection } from './text/policies.js'
import { requirementsSection } from './text/requirements.js'
import { section } from './text/section.js'
import { summaryLine } from './summary.js'
import { versionsSection } from './text/versions.js'
import { volumeSection } from './text/volume.js'

/** For people at a terminal: the matrix first, then what needs somebody, the cost, and the verdict as the last line. */
export const text: Report = (original, { color, width, root }) => {
  const result = presentable(original, root)
  const style = { colors: picocolors.createColors(color), width }
  const sections = [
    matrixSection(result, style),
    section(
      'Failures',
      failuresOf(result).map((failure) => describeFailure(failure, style.colors, width)),
      style,
    ),
    requirementsSection(result, style),
    leaksSection(result, style),
    policiesSection(result, style),
    weaknessesSection(result, style),
    unknownSection(result, style),
    skippedSection(result, style),
    limitsSection(result, style),
    unclaimedSection(result, style),
    volumeSection(result, style),
    crossCheckSection(result, style),
    versionsSection(result, style),
    [summaryLine(result.summary, style.colors)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}
