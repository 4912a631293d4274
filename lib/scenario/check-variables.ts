import { capturesOf } from './check-steps.js'
import { nearest } from './nearest.js'
import type { ScenarioFile } from './schema.js'
import { referencesIn, VARIABLES, WEBHOOK_VARIABLES } from './variables.js'
import type { Mistake, Path } from './yaml-document.js'

/** Every `${name}` must be known where it stands: namespace, run, canary, and what an earlier step captured. */
export function checkVariables({ personas, setup, rejected, webhook, steps }: ScenarioFile): Mistake[] {
  const mistakes = [
    ...unknownIn(personas, ['personas'], VARIABLES),
    ...unknownIn(setup, ['setup'], webhook === undefined ? VARIABLES : [...VARIABLES, ...WEBHOOK_VARIABLES]),
    ...unknownIn(rejected, ['rejected'], VARIABLES),
  ]
  let known: readonly string[] = VARIABLES
  steps.forEach((step, index) => {
    const path: Path = ['steps', index]
    const { expect, ...action } = step
    mistakes.push(...unknownIn({ ...action, about: undefined }, path, known))
    // Claims are judged when the step is over, so they may use what it captured.
    known = [...known, ...capturesOf(step)]
    mistakes.push(...unknownIn(expect, [...path, 'expect'], known))
  })
  return mistakes
}

function unknownIn(value: unknown, path: Path, known: readonly string[]): Mistake[] {
  if (typeof value === 'string') {
    const unknown = referencesIn(value).filter(({ name }) => !known.includes(name))
    return unknown.map(({ name, line }) => ({ path, line, message: describe(name, known) }))
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownIn(item, [...path, index], known))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => unknownIn(item, [...path, key], known))
}

function describe(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const advice = near === null ? '' : ` did you mean \`\${${near}}\`?`
  return `unknown variable \`\${${name}}\`;${advice} known here: ${known.join(', ')}; a variable of the shell is written \`$${name}\``
}
