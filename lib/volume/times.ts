/**
 * Events and bytes of each policy over time, in equal stretches: a minute, and wider ones where a log is so long that memory would
 * grow with it.
 */
export class Times {
  /** Stretch → events and bytes of each policy, by turns. */
  private readonly stretches = new Map<number, Float64Array>()
  private readonly policies: number
  private stretch = 60
  private last: Float64Array | null = null
  private lastStart = NaN
  first = Infinity
  end = -Infinity

  constructor(policies: number) {
    this.policies = policies
  }

  /** Seconds of a stretch. */
  get seconds(): number {
    return this.stretch
  }

  /** Events and bytes of each policy, by turns, of the stretch that a time lies in: milliseconds since 1970. */
  at(time: number): Float64Array {
    if (time < this.first) this.first = time
    if (time > this.end) this.end = time
    return this.sumsAt(time)
  }

  private sumsAt(time: number): Float64Array {
    const start = Math.floor(time / (this.stretch * 1000))
    if (start === this.lastStart && this.last !== null) return this.last
    let sums = this.stretches.get(start)
    if (sums === undefined) {
      if (this.stretches.size >= MOST) {
        this.widen()
        return this.sumsAt(time)
      }
      sums = new Float64Array(2 * this.policies)
      this.stretches.set(start, sums)
    }
    this.last = sums
    this.lastStart = start
    return sums
  }

  /** All stretches: when each starts, in seconds since 1970. */
  *sums(): Generator<readonly [number, Float64Array]> {
    for (const [start, sums] of this.stretches) yield [start * this.stretch, sums]
  }

  /** Adds another part's. */
  add(other: TimesData): void {
    while (this.stretch < other.stretch) this.widen()
    this.first = Math.min(this.first, other.first)
    this.end = Math.max(this.end, other.end)
    for (const [start, sums] of other.stretches) {
      const own = this.sumsAt(start * other.stretch * 1000)
      for (let index = 0; index < own.length; index++) own[index] = (own[index] ?? 0) + (sums[index] ?? 0)
    }
  }

  data(): TimesData {
    return { stretch: this.stretch, first: this.first, end: this.end, stretches: [...this.stretches] }
  }

  private widen(): void {
    const all = [...this.stretches]
    this.stretches.clear()
    this.stretch *= 2
    this.last = null
    for (const [start, sums] of all) {
      const wide = Math.floor(start / 2)
      const own = this.stretches.get(wide)
      if (own === undefined) this.stretches.set(wide, sums)
      else for (let index = 0; index < own.length; index++) own[index] = (own[index] ?? 0) + (sums[index] ?? 0)
    }
  }
}

/** As it crosses the border of a thread. */
export interface TimesData {
  readonly stretch: number
  readonly first: number
  readonly end: number
  readonly stretches: readonly (readonly [number, Float64Array])[]
}

/** So many minutes are ten weeks. */
const MOST = 100_000
