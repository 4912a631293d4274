const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `500ms`, `30s`, `2m`, `1h` in milliseconds; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) return null
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS]
}
