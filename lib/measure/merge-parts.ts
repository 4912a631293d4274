import { Times } from '../volume/times.js'
import { addTotals, noTotals } from '../volume/totals.js'
import { SHOWN, type PartCount } from './part-counter.js'
import type { Unit } from './count-unit.js'

/** The count of all units. `counts` are in the order of `units`; lines of a range count from its start until here. */
export function mergeParts(units: readonly Unit[], counts: readonly PartCount[], policies: number): PartCount {
  const totals = Array.from({ length: policies }, noTotals)
  const samples = Array.from({ length: policies }, () => ({ bytes: 0, gzipped: 0 }))
  const times = new Times(policies)
  let before = 0
  const skipped = counts.flatMap((count, index) => {
    const range = units[index]?.range ?? null
    if (range === null || range.start === 0) before = 0
    const found = count.skipped.map((one) => ({ ...one, line: one.line + before }))
    before += count.lines
    return found
  })
  for (const count of counts) {
    count.totals.forEach((one, policy) => addTotals(totals[policy] ?? noTotals(), one))
    count.samples.forEach(({ bytes, gzipped }, policy) => {
      const sum = samples[policy] ?? { bytes: 0, gzipped: 0 }
      sum.bytes += bytes
      sum.gzipped += gzipped
    })
    times.add(count.times)
  }
  const sum = (of: (count: PartCount) => number): number => counts.reduce((all, count) => all + of(count), 0)
  return {
    ...{ totals, samples, times: times.data(), lines: before, isCut: false, skipped: skipped.slice(0, SHOWN) },
    events: sum(({ events }) => events),
    bytes: sum(({ bytes }) => bytes),
    rewritten: sum(({ rewritten }) => rewritten),
    skippedLines: sum(({ skippedLines }) => skippedLines),
  }
}
