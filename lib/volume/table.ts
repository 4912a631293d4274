import type { Volume } from './volume.js'

/** Volume by a name. Names come from clients, so that there may be any number of them: past a limit they share an entry. */
export type VolumeTable = Map<string, { events: number; bytes: number }>

/** What names share that came when the table was full. */
const OTHERS = '(others)'
const MOST = 20_000

export function addTo(table: VolumeTable, name: string, events: number, bytes: number): void {
  const known = table.get(name)
  if (known !== undefined) {
    known.events += events
    known.bytes += bytes
  } else if (table.size < MOST || name === OTHERS) table.set(name, { events, bytes })
  else addTo(table, OTHERS, events, bytes)
}

export function addTable(table: VolumeTable, other: VolumeTable): void {
  for (const [name, { events, bytes }] of other) addTo(table, name, events, bytes)
}

/** From the largest on. */
export function largestFirst(table: VolumeTable): ({ readonly name: string } & Volume)[] {
  return [...table]
    .map(([name, { events, bytes }]) => ({ name, events, bytes }))
    .sort((a, b) => b.bytes - a.bytes || b.events - a.events || (a.name < b.name ? -1 : 1))
}
