/** A copy of a value of plain data in which every string is changed; `key` is the name of the nearest field around it. */
export function mapStrings<T>(value: T, change: (text: string, key: string) => string): T {
  // A string stays a string and nothing else changes, so the shape, and with it the type, is kept.
  return mapped(value, '', change) as T
}

function mapped(value: unknown, key: string, change: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return change(value, key)
  if (Array.isArray(value)) return value.map((item) => mapped(item, key, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, name, change)]))
}
