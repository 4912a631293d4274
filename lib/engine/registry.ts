import { InputError } from '../errors.js'
import type { Engine } from './engine.js'

/** Engines by name, loaded when asked for. */
const ENGINES: ReadonlyMap<string, () => Promise<Engine>> = new Map([
  ['replay', async () => (await import('./replay/engine.js')).replayEngine],
  ['binary', async () => (await import('./binary/engine.js')).binaryEngine],
  ['container', async () => (await import('./container/engine.js')).containerEngine],
  ['kind', async () => (await import('./kind/engine.js')).kindEngine],
  ['existing', async () => (await import('./existing/engine.js')).existingEngine],
])

export const ENGINE_NAMES: readonly string[] = [...ENGINES.keys()]

/** Throws InputError for an unknown name. */
export async function loadEngine(name: string): Promise<Engine> {
  const load = ENGINES.get(name)
  if (load === undefined) {
    throw new InputError(`there is no engine "${name}"`, { hint: `Engines: ${ENGINE_NAMES.join(', ')}.` })
  }
  return load()
}
