/**
 * A value of plain data with every string changed; `key` is the name of the nearest field around it. What holds no string
 * that changes is not copied: a large result is looked through more often than it is changed.
 */
export function mapStrings<T>(value: T, change: (text: string, key: string) => string): T {
  // A string stays a string and nothing else changes, so the shape, and with it the type, is kept.
  return mapped(value, '', change) as T
}

function mapped(value: unknown, key: string, change: (text: string, key: string) => string): unknown {
  if (typeof value === 'string') return change(value, key)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => mapped(item, key, change))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  const changed: [string, unknown][] = []
  const fields = value as Readonly<Record<string, unknown>>
  for (const name of Object.keys(fields)) {
    const item = fields[name]
    const after = mapped(item, name, change)
    if (after !== item) changed.push([name, after])
  }
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}
