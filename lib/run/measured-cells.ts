import type { CellEntry } from '../scenario/cells.js'
import type { Cell } from '../scenario/schema.js'
import { groupBy } from '../util/group.js'
import { judgeRun } from './judge-run.js'
import type { RunInput } from './judge-run.js'
import type { JudgedCell } from './judge-subject.js'
import { areUsual } from './pins.js'

/**
 * What --update pins for a policy: the measured cells of claimed requests, and of others where they leak. Cells that are
 * unknown are left out, and each cell keeps the reason that stood beside it. A scenario with a step that ended otherwise than stated
 * pins nothing: its cells would be those of other requests.
 */
export function measuredCells(input: RunInput, policy: string): CellEntry[] {
  const own = input.policies.filter(({ name }) => name === policy)
  const { cases } = judgeRun({ ...input, policies: own })
  return cases.flatMap((one) => {
    if ('missing' in one || one.judged.endedOtherwise > 0) return []
    const pinnable = one.judged.cells.filter(({ subject, leaks }) => subject.kind === 'claimed' || leaks.length > 0)
    const groups = groupBy(pinnable, ({ subject }) => JSON.stringify([subject.step, subject.request]))
    return [...groups.values()].flatMap((cells): CellEntry[] => {
      const { step, request } = cells[0].subject
      // Two claims may cover the same requests: their cells are the same.
      const first = cells.filter(({ subject }) => subject === cells[0].subject)
      const measured = first.flatMap((cell) => cellOf(cell, first.length > 1) ?? [])
      return measured.length === 0 ? [] : [{ scenario: one.of.scenario.name, step, request, cells: measured }]
    })
  })
}

function cellOf({ requests, leaks, result, pin }: JudgedCell, isOneOfSeveral: boolean): Cell | null {
  const { actual: level, stages, count } = result
  if (level === null) return null
  const places = [...new Set(leaks.map(({ place }) => place))]
  const why = pin.state === 'equal' || pin.state === 'differs' ? pin.pinned.why : undefined
  return {
    level,
    ...(areUsual(stages, requests[0]) ? {} : { stages: [...stages] }),
    ...(isOneOfSeveral ? { count } : {}),
    ...(places.length === 0 ? {} : { leaks: places }),
    ...(why === undefined ? {} : { why }),
  }
}
