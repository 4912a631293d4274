import type { Cell } from './answer.js'

/** Counts by a key; rows from the most on. */
export class Tally {
  readonly #counts = new Map<string, { readonly cells: readonly Cell[]; count: number }>()

  add(...cells: readonly Cell[]): void {
    const key = JSON.stringify(cells)
    const one = this.#counts.get(key)
    if (one === undefined) this.#counts.set(key, { cells, count: 1 })
    else one.count += 1
  }

  /** Cells, then the count. */
  rows(limit = Infinity): Cell[][] {
    return [...this.#counts.values()]
      .sort((a, b) => b.count - a.count || (String(a.cells) < String(b.cells) ? -1 : 1))
      .slice(0, limit)
      .map(({ cells, count }) => [...cells, count])
  }
}
