import { suggest } from './nearest.js'
import type { ScenarioFile, Step } from './schema.js'
import { VARIABLES } from './variables.js'
import type { Mistake } from './yaml-document.js'

/** Personas that every cluster has: a client certificate in system:masters, and no credential at all. */
const BUILT_IN_PERSONAS = ['admin', 'anonymous'] as const

/** Step ids, personas, background steps and captures must refer to what is there. */
export function checkSteps({ personas, steps }: ScenarioFile): Mistake[] {
  const known = [...new Set([...BUILT_IN_PERSONAS, ...Object.keys(personas)])]
  return [
    ...BUILT_IN_PERSONAS.filter((name) => name in personas).map((name): Mistake => {
      return {
        path: ['personas', name],
        part: 'key',
        message: `the persona \`${name}\` is always there; use another name`,
      }
    }),
    ...steps.flatMap((step, index) => [
      ...checkId(step, index, steps),
      ...checkPersona(step, index, known),
      ...checkBackground(step, index, steps),
      ...checkCapture(step, index, steps),
    ]),
  ]
}

function checkId(step: Step, index: number, steps: readonly Step[]): Mistake[] {
  const first = steps.findIndex(({ id }) => id === step.id)
  if (first === index) return []
  return [
    {
      path: ['steps', index, 'id'],
      message: `step ${first + 1} already has the id \`${step.id}\`; give each step its own`,
    },
  ]
}

function checkPersona(step: Step, index: number, known: readonly string[]): Mistake[] {
  if (known.includes(step.persona)) return []
  return [
    { path: ['steps', index, 'persona'], message: `no persona \`${step.persona}\`; ${suggest(step.persona, known)}` },
  ]
}

function checkBackground(step: Step, index: number, steps: readonly Step[]): Mistake[] {
  const path = ['steps', index]
  if (step.until === undefined) {
    if (!step.background) return []
    return [
      {
        path: [...path, 'background'],
        part: 'key',
        message: '`background` needs `until`: the later step after which it is stopped',
      },
    ]
  }
  if (!step.background) return [{ path: [...path, 'until'], part: 'key', message: '`until` needs `background: true`' }]
  const later = steps.slice(index + 1).map(({ id }) => id)
  if (later.includes(step.until)) return []
  const advice = later.length === 0 ? 'there is none after it' : suggest(step.until, later)
  return [
    { path: [...path, 'until'], message: `\`until\` must name a later step, and \`${step.until}\` is none; ${advice}` },
  ]
}

function checkCapture(step: Step, index: number, steps: readonly Step[]): Mistake[] {
  const taken: readonly string[] = [...VARIABLES, ...steps.slice(0, index).flatMap(capturesOf)]
  const mistakes = capturesOf(step).flatMap((name): Mistake[] => {
    const path = ['steps', index, 'capture', name]
    return taken.includes(name)
      ? [{ path, part: 'key', message: `the variable \`${name}\` is already set; use another name` }]
      : []
  })
  if (!step.background || step.capture === undefined) return mistakes
  const message = 'a background step is stopped, so there is no whole output to capture'
  return [...mistakes, { path: ['steps', index, 'capture'], part: 'key', message }]
}

export function capturesOf(step: Step): string[] {
  return Object.keys(step.capture ?? {})
}
