import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { LoadedPolicy } from '../policy/policy.js'
import type { CellsData } from './cells.js'
import type { Scenario } from './scenario.js'
import type { SuiteData } from './suite.js'

/** Files of the catalog as loaded, by the SHA-256 of their text: reading their YAML takes longer than replaying them. */
export interface Compiled {
  readonly scenarios: Readonly<Record<string, Omit<Scenario, 'file'>>>
  readonly cells: Readonly<Record<string, CellsData>>
  readonly policies: Readonly<Record<string, LoadedPolicy>>
  readonly suites: Readonly<Record<string, SuiteData>>
}

/** Made by the build, so that it is by the same code. There is none beside the sources. */
const FILE = new URL('../compiled.json', import.meta.url)

let loaded: Compiled | null = null

/** What the build compiled. */
export function compiled(): Compiled {
  loaded ??= read()
  return loaded
}

/** The key of a file's text. */
export function textKey(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function read(): Compiled {
  try {
    // It is written by the build.
    return JSON.parse(readFileSync(FILE, 'utf8')) as Compiled
  } catch {
    return { scenarios: {}, cells: {}, policies: {}, suites: {} }
  }
}
