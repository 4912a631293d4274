import { chooseEngine } from '../engine/auto.js'
import type { CheckedPlace, Engine } from '../engine/engine.js'
import { ENGINE_NAMES, loadEngine } from '../engine/registry.js'

/** What `--engine` takes: `auto` stands for the richest engine that works here. */
export const ENGINE_CHOICES: readonly string[] = [...ENGINE_NAMES, 'auto']

/** Says on standard error what `auto` took, and why not the richer ones. Throws InputError for an unknown name. */
export async function pickEngine(name: string, where: CheckedPlace): Promise<Engine> {
  if (name !== 'auto') return loadEngine(name)
  const { engine, passedOver } = await chooseEngine(ENGINE_NAMES, where)
  for (const { engine: other, reason, fix } of passedOver) {
    process.stderr.write(`--engine auto: not ${other}: ${reason} (${fix})\n`)
  }
  process.stderr.write(`--engine auto: ${engine.name}\n`)
  return engine
}
