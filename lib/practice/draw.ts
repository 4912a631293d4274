import type { Exercise } from './exercise.js'

/** What was drawn for each name. */
export type Names = Readonly<Record<string, string>>

/** Draws a value for every name, none twice. `random` gives a number below its argument. */
export function drawNames({ names }: Exercise, random: (below: number) => number): Names {
  const drawn: Record<string, string> = {}
  for (const [name, all] of Object.entries(names)) {
    const free = all.filter((one) => !Object.values(drawn).includes(one))
    const value = free[random(free.length)]
    if (value === undefined) throw new Error(`nothing is left to draw for ${name}`)
    drawn[name] = value
  }
  return drawn
}

/** An exercise with what was drawn in the place of `${name}`, everywhere. */
export function withNames(exercise: Exercise, names: Names): Exercise {
  // Every text of it is filled, and nothing else is in it but numbers and switches.
  return filled(exercise, names) as Exercise
}

function filled(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return fill(value, names)
  if (Array.isArray(value)) return value.map((one) => filled(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [fill(key, names), filled(inner, names)]))
}

function fill(text: string, names: Names): string {
  return text.replaceAll(/\$\{([a-z][a-z0-9-]*)\}/g, (whole, name: string) => names[name] ?? whole)
}
