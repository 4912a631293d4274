import { distance } from 'fastest-levenshtein'

/** The candidate that a misspelt name most likely means; null when none is near. Case does not count. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.toLowerCase()
  let best: string | null = null
  // A third of the letters may differ, and at least one.
  let bound = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    const d = difference(wanted, candidate.toLowerCase())
    if (d < bound) [best, bound] = [candidate, d]
  }
  return best
}

/** The edit distance; letters in the wrong order (`rnu` for `run`) are one mistake. */
function difference(a: string, b: string): number {
  return a !== b && sortedLetters(a) === sortedLetters(b) ? 1 : distance(a, b)
}

function sortedLetters(text: string): string {
  return Array.from(text).sort().join('')
}

/** What to add to a message about a name that does not exist: the near one, else all there are. */
export function suggest(name: string, candidates: Iterable<string>): string {
  const names = [...candidates]
  const near = nearest(name, names)
  return near === null ? `known: ${names.join(', ')}` : `did you mean \`${near}\`?`
}
