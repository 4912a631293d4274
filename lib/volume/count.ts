import { attributesOfEvent } from '../audit/attributes-of.js'
import type { AuditEvent } from '../audit/event.js'
import { LEVELS } from '../audit/level.js'
import { projectLine } from '../audit/project.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import { groupBy } from '../util/group.js'
import { volumeOf } from './volume.js'
import type { RuleVolume, VolumeByLevel } from './volume.js'

/** What each level costs; a level without lines is left out. */
export function volumeByLevel(lines: readonly string[]): VolumeByLevel {
  const groups = groupBy(lines, (line) => parse(line).level)
  return Object.fromEntries(
    LEVELS.flatMap((level) => {
      const group = groups.get(level)
      return group === undefined ? [] : [[level, volumeOf(group)]]
    }),
  )
}

/** What each rule costs: a line belongs to the rule that decides its request. Rules without lines are left out. */
export function volumeByRule(lines: readonly string[], policy: Policy): RuleVolume[] {
  const rules = new Map<number | null, string[]>()
  for (const line of lines) {
    const { rule } = evaluate(policy, attributesOfEvent(parse(line)))
    const group = rules.get(rule)
    if (group === undefined) rules.set(rule, [line])
    else group.push(line)
  }
  return [...rules]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([rule, group]) => ({ rule, line: lineOfRule(policy, rule), ...volumeOf(group) }))
}

/** The lines that a policy would have written, from the lines of the catch-all policy. */
export function projectLines(lines: readonly string[], policy: Policy): string[] {
  return lines.flatMap((line) => projectLine(line, evaluate(policy, attributesOfEvent(parse(line)))) ?? [])
}

/** Where a rule starts in its file; null when no rule matched. */
export function lineOfRule(policy: Policy, rule: number | null): number | null {
  return rule === null ? null : (policy.rules[rule - 1]?.line ?? null)
}

function parse(line: string): AuditEvent {
  // The lines come from kube-apiserver's own log backend.
  return JSON.parse(line) as AuditEvent
}
