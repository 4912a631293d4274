import type { RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { requirementWords } from '../requirements.js'
import { section, type Style } from './section.js'

/** What became of the requirements; what breaks them is among the failures. */
export function requirementsSection(run: RunResult, style: Style): string[] {
  const { width } = style
  const lines = requirementWords(run).flatMap(({ policy, words }) =>
    wrap(`${policy}: ${words}`, width === null ? null : width - 4).map(
      (line, at) => `${at === 0 ? '  ' : '    '}${line}`,
    ),
  )
  return section('Requirements', [lines], style)
}
