import type { Level } from '../../audit/level.js'
import { SEVERITIES, type Finding } from '../../lint/finding.js'
import { countOf } from '../../util/numbers.js'

/** `rule 3, policy.yaml:12`; no rule matched: `no rule`. */
export function placeWords(rule: number | null, at: string): string {
  return rule === null ? 'no rule' : `rule ${rule}, ${at}`
}

/** `rule 3, line 12`, where the file is known. */
export function shortPlace(rule: number | null, at: string): string {
  return rule === null ? 'no rule' : `rule ${rule}, line ${at.replace(/^.*:/, '')}`
}

export function levelWords(level: Level): string {
  return level === 'None' ? 'not logged' : `logged at ${level}`
}

/** The first ones, and how many more there are. */
export function shortened(texts: readonly string[], most: number): string[] {
  // One more is as short as saying so.
  if (texts.length <= most + 1) return [...texts]
  return [...texts.slice(0, most), `and ${texts.length - most} more`]
}

/** `2 errors, 1 warning, 3 info`. */
export function lintWords(findings: readonly Finding[]): string {
  const counts = [...SEVERITIES].reverse().flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length
    return count === 0 ? [] : [severity === 'info' ? `${count} info` : countOf(count, severity)]
  })
  return counts.length === 0 ? 'nothing found in the file' : counts.join(', ')
}
