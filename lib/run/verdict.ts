import type { Cell, LeakPlace } from '../scenario/schema.js'
import type { FoundLeak } from './leaks/leaks-in.js'
import type { MeasuredCell } from './cell.js'
import type { Pin } from './pins.js'
import type { Status } from './result.js'

/** All that speaks against a cell. */
export interface Findings<C extends Cell> {
  readonly cell: MeasuredCell
  /** What no `why` can excuse: broken promises, a wrong count. */
  readonly faults: readonly string[]
  /** In what the cell breaks its claim. */
  readonly breaches: readonly string[]
  readonly leaks: readonly FoundLeak[]
  readonly pin: Pin<C>
  /** file:line of the pinned cell, else of the cells file. */
  readonly pinnedAt: string
  /** The cells file's reason, null when it gives none. */
  readonly excuse: string | null
}

export interface Verdict {
  readonly status: Status
  readonly why: string | null
}

/**
 * The verdict on a cell. A cells file turns a broken claim or a leak into a known weakness when it pins the cell as it is
 * and says why; whatever differs from the file fails.
 */
export function verdictOn<C extends Cell>(findings: Findings<C>): Verdict {
  const { cell, faults, breaches, leaks, pin, excuse, pinnedAt } = findings
  if (cell.unknown !== null) return { status: 'unknown', why: cell.unknown }
  const weak = [...breaches, ...new Set(leaks.map(describeLeak))]
  const wrong = [...faults, ...pinFaults(findings)]
  if (wrong.length === 0 && weak.length === 0) return { status: 'passed', why: null }
  if (wrong.length === 0 && pin.state === 'equal' && excuse !== null) return { status: 'weakness', why: excuse }
  const advice =
    wrong.length === 0 && pin.state === 'equal' ? [`if it is known, say so with \`why:\` at ${pinnedAt}`] : []
  return { status: 'failed', why: [...wrong, ...weak, ...advice].map(sentence).join(' ') }
}

function describeLeak({ secret, place, encoding }: Pick<FoundLeak, 'secret' | 'place' | 'encoding'>): string {
  const what = secret === 'canary' ? 'the canary' : `the secret ${secret}`
  return `${what} stands in ${place} (${encoding})`
}

/** Whether the cells file admits a leak there. */
export function admits<C extends Cell>(pin: Pin<C>, place: LeakPlace): boolean {
  return pin.state === 'equal' && (pin.pinned.leaks ?? []).includes(place)
}

function pinFaults<C extends Cell>({ cell, pin, pinnedAt, leaks }: Findings<C>): string[] {
  if (pin.state === 'absent') return []
  if (pin.state === 'missing') return [`not pinned in ${pinnedAt}: run with --update to pin it`]
  const { pinned } = pin
  if (pin.state === 'differs') {
    const words = (level: string | null, stages: readonly string[] | undefined): string =>
      stages === undefined || stages.length === 0
        ? (level ?? 'unknown')
        : `${level ?? 'unknown'} (${stages.join(', ')})`
    const count = pinned.count === undefined ? '' : ` for ${pinned.count}`
    const seen = cell.level === 'None' ? 'left no Event' : `logged at ${words(cell.level, cell.stages)}`
    return [`${seen}, but ${pinnedAt} pins ${words(pinned.level, pinned.stages)}${count}`]
  }
  const found = new Set(leaks.map(({ place }) => place))
  const admitted = pinned.leaks ?? []
  return [
    ...[...found].filter((p) => !admitted.includes(p)).map((p) => `no leak in ${p} is admitted at ${pinnedAt}`),
    ...admitted.filter((p) => !found.has(p)).map((p) => `a leak in ${p} is admitted at ${pinnedAt}, and there is none`),
  ]
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}
