import type { RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { versionWords } from '../versions.js'
import { section, type Style } from './section.js'

/** What differs between versions of Kubernetes, where a run was made on several. */
export function versionsSection(run: RunResult, style: Style): string[] {
  const [count = '', ...differences] = versionWords(run)
  const width = style.width === null ? null : style.width - 4
  const lines = differences.flatMap((text) =>
    wrap(text, width).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`)),
  )
  return section('Between versions of Kubernetes', count === '' ? [] : [[count, ...lines]], style)
}
