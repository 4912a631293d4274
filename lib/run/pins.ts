import type { Stage } from '../audit/level.js'
import { usualStages } from '../audit/usual-stages.js'
import type { Cell } from '../scenario/schema.js'
import type { MeasuredCell } from './cell.js'
import type { Passage } from './stages.js'

/** Requests of one description that have the same cell. */
export interface Group {
  readonly cell: MeasuredCell
  readonly count: number
  readonly passage: Passage
}

/** What a cells file says of a group. */
export type Pin<C extends Cell> =
  /** There is no cells file. */
  | { readonly state: 'absent' }
  /** There is one, and it says nothing of these requests. */
  | { readonly state: 'missing' }
  | { readonly state: 'differs'; readonly pinned: C }
  | { readonly state: 'equal'; readonly pinned: C }

/** Holds measured cells against the pinned ones; `unmatched` are pinned cells that no request had. */
export function comparePins<C extends Cell>(
  pinned: readonly C[] | null,
  groups: readonly Group[],
): { readonly pins: readonly Pin<C>[]; readonly unmatched: readonly C[] } {
  if (pinned === null) return { pins: groups.map(() => ({ state: 'absent' })), unmatched: [] }
  const free = [...pinned]
  const take = (wanted: (cell: C) => boolean): C | undefined => {
    const index = free.findIndex(wanted)
    return index === -1 ? undefined : free.splice(index, 1)[0]
  }
  // Equal cells find each other first, so that what is left over differs.
  const equal = groups.map((group) => take((cell) => isPinned(cell, group)))
  const pins = groups.map((group, index): Pin<C> => {
    const same = equal[index]
    if (same !== undefined) return { state: 'equal', pinned: same }
    const other = take((cell) => cell.level === group.cell.level) ?? take(() => true) ?? pinned[0]
    return other === undefined ? { state: 'missing' } : { state: 'differs', pinned: other }
  })
  return { pins, unmatched: free }
}

function isPinned(cell: Cell, { cell: measured, count, passage }: Group): boolean {
  if (cell.level !== measured.level) return false
  if (cell.count !== undefined && cell.count !== count) return false
  const isSame = (stages: readonly Stage[]): boolean => stages.join() === measured.stages.join()
  return cell.stages === undefined ? areUsual(measured.stages, passage) : isSame(cell.stages)
}

/**
 * Whether a cells file may leave the stages of a cell out: they are those of such a request, RequestReceived or not. It
 * says nothing that a later stage does not say again, and most policies omit it.
 */
export function areUsual(stages: readonly Stage[], passage: Passage): boolean {
  const usual = usualStages(passage)
  const isUsual = (expected: readonly Stage[]): boolean => expected.join() === stages.join()
  return stages.length === 0 || isUsual(usual) || isUsual(usual.filter((stage) => stage !== 'RequestReceived'))
}
