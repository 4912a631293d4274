import { loadPolicy } from '../policy/load.js'
import { DecodingError, nodeAt, START, type Node, type Place } from '../policy/node.js'
import type { LoadedPolicy, Policy } from '../policy/policy.js'
import { readSource, type Source } from '../policy/read-source.js'
import type { Edit } from './finding.js'
import type { Resources } from '../resources/resources.js'

export type Path = readonly (string | number)[]

/** A policy file as the lint rules see it: what stands where, and what the server makes of it. */
export interface Subject {
  readonly file: string
  readonly text: string
  /** Null for a file that is not YAML. */
  readonly source: Source | null
  readonly loaded: LoadedPolicy
  /** Null when the server refuses it. */
  readonly policy: Policy | null
  readonly resources: Resources
}

export function subjectOf(text: string, file: string, resources: Resources): Subject {
  const loaded = loadPolicy(text, file)
  return {
    file,
    text,
    source: sourceOf(text, file),
    loaded,
    policy: 'policy' in loaded ? loaded.policy : null,
    resources,
  }
}

function sourceOf(text: string, file: string): Source | null {
  try {
    return readSource(text, file)
  } catch (error) {
    if (error instanceof DecodingError) return null
    throw error
  }
}

export function valueAt({ source }: Subject, path: Path): Node | undefined {
  return nodeAt(source?.node, path)
}

/** The place of a value; of the nearest thing around it that is written, when there is none. */
export function placeOf(subject: Subject, path: Path): Place {
  const value = valueAt(subject, path)
  if (value !== undefined) return value
  return path.length === 0 ? START : placeOf(subject, path.slice(0, -1))
}

/** The place of the key under which a value stands. */
export function keyPlace(subject: Subject, path: Path): Place {
  const around = valueAt(subject, path.slice(0, -1))
  const key = path.at(-1)
  const member = around?.type === 'object' ? around.members.findLast((one) => one.key === key) : undefined
  return member?.keyAt ?? placeOf(subject, path)
}

/** The place of a whole line, counted from 1 in the policy's own text. */
export function linePlace({ source, text }: Subject, line: number): Place {
  const lines = (source?.text ?? text).split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const own = lines[line - 1] ?? ''
  return { line, start: start + own.length - own.trimStart().length, end: start + own.trimEnd().length }
}

/** Puts another text in the place of a scalar, between the same quotes. */
export function replaced({ source, text }: Subject, { start, end }: Place, value: string): Edit {
  const quote = /^['"]/.exec((source?.text ?? text).slice(start, end))?.[0] ?? ''
  return { start, end, text: `${quote}${value}${quote}` }
}

/** Where a rule of the policy starts: its first line. `rule` counts from 0. */
export function rulePlace(subject: Subject, rule: number): Place {
  const node = valueAt(subject, ['rules', rule])
  if (node === undefined) return START
  const first = node.type === 'object' ? Math.min(...node.members.map(({ keyAt }) => keyAt.start)) : node.start
  const member = node.type === 'object' ? node.members.find(({ keyAt }) => keyAt.start === first) : undefined
  return member === undefined ? node : { ...member.keyAt, end: member.value.end }
}
