/** A number as the server's flags take it; null for what it refuses. */
export function wholeNumber(text: string): number | null {
  return /^\+?\d+$/.test(text) ? Number(text) : null
}
