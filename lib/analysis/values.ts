/** A set of strings: these, or all but these. Most strings are named by no policy, so a set must hold them too. */
export interface Values {
  readonly kind: 'these' | 'all but'
  readonly values: ReadonlySet<string>
}

export const ANY: Values = { kind: 'all but', values: new Set() }

export function these(values: Iterable<string>): Values {
  return { kind: 'these', values: new Set(values) }
}

export function has({ kind, values }: Values, value: string): boolean {
  return values.has(value) === (kind === 'these')
}

export function isEmpty({ kind, values }: Values): boolean {
  return kind === 'these' && values.size === 0
}

export function complement({ kind, values }: Values): Values {
  return { kind: kind === 'these' ? 'all but' : 'these', values }
}

export function intersect(a: Values, b: Values): Values {
  if (a.kind === 'these') return these([...a.values].filter((value) => has(b, value)))
  if (b.kind === 'these') return intersect(b, a)
  return { kind: 'all but', values: new Set([...a.values, ...b.values]) }
}

/** Values of the set that stand for all of it: each of a finite one; else the preferred ones in it, and one that nobody named. */
export function samples(set: Values, preferred: readonly string[], fresh: string): string[] {
  const first = preferred.filter((value) => has(set, value))
  if (set.kind === 'these') return [...first, ...[...set.values].filter((value) => !first.includes(value))]
  return [...first, unnamed(set.values, fresh)]
}

function unnamed(named: ReadonlySet<string>, fresh: string): string {
  let value = fresh
  for (let count = 2; named.has(value); count += 1) value = `${fresh}${count}`
  return value
}
