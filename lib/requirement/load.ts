import { parseFile } from '../scenario/parse-file.js'
import type { Mistake } from '../scenario/yaml-document.js'
import { nearest } from '../scenario/nearest.js'
import type { Requirement, Requirements, Selector } from './requirement.js'
import { parseResourcePattern } from './resource-pattern.js'
import { requirementsFileSchema, type RequirementText, type SelectorText } from './schema.js'
import { PATH_VERBS, RESOURCE_VERBS } from './verbs.js'

/** Loads a requirements file. Throws an InputError with every problem: of the YAML and its shape first, then of what it says. */
export function loadRequirements(text: string, file: string): Requirements {
  const { value, positionOf, refuse } = parseFile(requirementsFileSchema, text, file)
  refuse([...namesakes(value.requirements), ...value.requirements.flatMap(mistakesOf)])
  const requirements = value.requirements.map((requirement, index): Requirement => ({
    id: requirement.id,
    about: requirement.about ?? null,
    clause: requirement.clause ?? null,
    demand: demandOf(requirement),
    of: selectorOf(requirement.of),
    except: requirement.except.map(({ why, ...selector }) => ({ ...selectorOf(selector), why })),
    position: positionOf(['requirements', index]),
  }))
  return { about: value.about ?? null, assume: value.assume, requirements }
}

/** A selector as data. Its resources must be patterns: see selectorMistakes. */
export function selectorOf({ resources, ...selector }: SelectorText): Selector {
  const stated = Object.fromEntries(Object.entries(selector).filter(([, value]) => value !== undefined)) as Selector
  if (resources === undefined) return stated
  return {
    ...stated,
    resources: resources.map((text) => {
      const parsed = parseResourcePattern(text)
      if ('mistake' in parsed) throw new Error(`selectorMistakes let \`${text}\` through`)
      return parsed.pattern
    }),
  }
}

/** What a selector at a path says that no request could mean. */
export function selectorMistakes(selector: SelectorText, path: Mistake['path']): Mistake[] {
  const { resources = [], namespaces = [], nonResourceURLs = [], verbs = [], users, userGroups } = selector
  const mistakes: Mistake[] = []
  resources.forEach((text, index) => {
    const parsed = parseResourcePattern(text)
    if ('mistake' in parsed) mistakes.push({ path: [...path, 'resources', index], message: parsed.mistake })
  })
  nonResourceURLs.forEach((url, index) => {
    if (!/^(\*|\/[^*]*\*?)$/.test(url))
      mistakes.push({
        path: [...path, 'nonResourceURLs', index],
        message: `\`${url}\` is no path; it begins with / and may end in *`,
      })
  })
  const aboutResources = resources.length + namespaces.length > 0
  if (aboutResources && nonResourceURLs.length > 0)
    mistakes.push({
      path: [...path, 'nonResourceURLs'],
      part: 'key',
      message: 'no request is for a resource and for another path; write two requirements',
    })
  if (selector.authenticated === false && (users ?? userGroups) !== undefined)
    mistakes.push({
      path: [...path, 'authenticated'],
      part: 'key',
      message: 'a request that fails authentication has no user and no groups; leave out users and userGroups',
    })
  const known = aboutResources
    ? RESOURCE_VERBS
    : nonResourceURLs.length > 0
      ? PATH_VERBS
      : [...RESOURCE_VERBS, ...PATH_VERBS]
  verbs.forEach((verb, index) => {
    if (!known.includes(verb)) mistakes.push({ path: [...path, 'verbs', index], message: unknownVerb(verb, known) })
  })
  return mistakes
}

function unknownVerb(verb: string, known: readonly string[]): string {
  const near = nearest(verb, known)
  const list = [...new Set(known)].filter((one) => one !== '').join(', ')
  return `\`${verb}\` is no verb here${near === null || near === '' ? `; it is one of ${list}` : `; did you mean \`${near}\`?`}`
}

function mistakesOf({ of, except }: RequirementText, index: number): Mistake[] {
  const path = ['requirements', index]
  return [
    ...selectorMistakes(of, [...path, 'of']),
    ...except.flatMap((one, at) => selectorMistakes(one, [...path, 'except', at])),
  ]
}

function namesakes(requirements: readonly RequirementText[]): Mistake[] {
  return requirements.flatMap(({ id }, index) =>
    requirements.findIndex((one) => one.id === id) === index
      ? []
      : [{ path: ['requirements', index, 'id'], message: `there is another requirement \`${id}\`; ids are unique` }],
  )
}

const LEVEL_OF = { '>=Metadata': 'Metadata', '>=Request': 'Request', '>=RequestResponse': 'RequestResponse' } as const

function demandOf(requirement: RequirementText): Requirement['demand'] {
  if ('never' in requirement) return { kind: 'never', level: LEVEL_OF[requirement.never.level] }
  return { kind: 'always', level: LEVEL_OF[requirement.always.level], stages: requirement.always.stages }
}
