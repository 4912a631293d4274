import type { Level, Stage } from '../audit/level.js'
import type { Result } from '../run/result.js'

/** What a narrow matrix writes for a level. */
export const LEVEL_MARKS: Readonly<Record<Level, string>> = {
  None: '·',
  Metadata: 'M',
  Request: 'R',
  RequestResponse: 'RR',
}

/** What stands behind a level, so that a verdict can be told without colour. */
export const FAILED = '✗'
export const WEAKNESS = '~'
export const PROJECTED = '*'
/** What stands in place of a level. */
export const UNKNOWN = '?'
export const SKIPPED = 's'

/** A cell in one to four characters: `M`, `RR✗`, `·~*`. */
export function cellMark(result: Result): string {
  if (result.status === 'unknown') return UNKNOWN
  if (result.status === 'skipped') return SKIPPED
  return (result.actual === null ? '' : LEVEL_MARKS[result.actual]) + verdictMarks(result)
}

/** A cell in words: `Metadata`, `RequestResponse ✗`, and `✗` where there was no request. */
export function cellWords(result: Result): string {
  if (result.status === 'unknown' || result.status === 'skipped') return result.status
  return [result.actual ?? '', verdictMarks(result)].filter((part) => part !== '').join(' ')
}

/** As `cellWords`, with the stages where they are not the usual ones of a short request. */
export function cellDetails(result: Result): string {
  const stages = unusualStages(result.stages)
  return stages === '' ? cellWords(result) : `${cellWords(result)} (${stages})`
}

function verdictMarks({ status, how }: Result): string {
  const verdict = status === 'failed' ? FAILED : status === 'weakness' ? WEAKNESS : ''
  return verdict + (how === 'projected' ? PROJECTED : '')
}

/** Empty for none, and for ResponseComplete with or without RequestReceived. */
function unusualStages(stages: readonly Stage[]): string {
  if (stages.length === 0) return ''
  if (!stages.includes('ResponseComplete')) return `${stages.join(', ')} only`
  const more = stages.filter((stage) => stage !== 'RequestReceived' && stage !== 'ResponseComplete')
  return more.map((stage) => `+${stage}`).join(' ')
}

/** `scenario › step › request`; a result of a whole step or scenario has no more than that. */
export function title(scenario: string, step: string, request: string): string {
  return [scenario, step, request].filter((part) => part !== '').join(' › ')
}

/** What a result is called: its place, and the requirement where it is about one. */
export function resultTitle(scenario: string, { step, request, requirement }: Result): string {
  return requirement === null ? title(scenario, step, request) : `${title(scenario, step, request)} › ${requirement}`
}

/** What a claim and a pinned cell ask of the level, in words; null when they ask nothing. */
export function expectedWords({ atLeast, atMost, pinned }: Result['expected']): string | null {
  const bounds =
    atLeast !== null && atLeast === atMost
      ? [`exactly ${atLeast}`]
      : [...(atLeast === null ? [] : [`at least ${atLeast}`]), ...(atMost === null ? [] : [`at most ${atMost}`])]
  const words = [...bounds, ...(pinned === null ? [] : [`${pinned} in the cells file`])]
  return words.length === 0 ? null : words.join(', ')
}

/** What the Events show, in words; null when there are none to look at. */
export function actualWords({ actual, decided, stages }: Result): string | null {
  if (actual === null) return null
  const seen = stages.length === 0 ? actual : `${actual} (${stages.join(', ')})`
  return decided === null || decided === actual ? seen : `${seen}, though the deciding rule says ${decided}`
}

/** Which rule decided a cell, and where it stands. */
export function ruleWords({ rule, decided, ruleAt }: Result): string {
  if (rule !== null) return `rule ${rule}, ${ruleAt}`
  return decided === null ? ruleAt : `no rule matches, ${ruleAt}`
}
