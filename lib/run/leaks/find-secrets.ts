import { membersAt } from '../../audit/json-spans.js'
import type { LeakPlace } from '../../scenario/schema.js'
import type { Needle } from './needles.js'

export interface FoundSecret {
  readonly secret: string
  readonly place: LeakPlace
  readonly encoding: string
}

/** Where a line of the log holds a secret: once for each secret and place. */
export function findSecrets(line: string, needles: readonly Needle[]): FoundSecret[] {
  // Nearly every needle is in no line, so a line is taken apart only after a hit.
  const hits = needles.filter(({ text }) => line.includes(text))
  if (hits.length === 0) return []
  const found = new Map<string, FoundSecret>()
  for (const { key, start, end } of membersAt(line, 0)) {
    const member = line.slice(start, end)
    for (const { text, secret, encoding } of hits) {
      const place = placeOf(key)
      const name = `${place} ${secret}`
      if (!found.has(name) && member.includes(text)) found.set(name, { secret, place, encoding })
    }
  }
  return [...found.values()]
}

function placeOf(field: string): LeakPlace {
  switch (field) {
    case 'requestObject':
    case 'responseObject':
    case 'requestURI':
    case 'annotations':
      return field
    default:
      return 'other'
  }
}
