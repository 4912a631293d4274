import type { CheckedPlace, Engine } from './engine.js'
import { loadEngine } from './registry.js'

/** The richest first; a cluster that somebody else runs is never taken by itself. */
const ORDER = ['kind', 'container', 'binary', 'replay'] as const

export interface PassedOver {
  readonly engine: string
  readonly reason: string
  readonly fix: string
}

/** The richest engine of `names` that works here, and why not those before it. */
export async function chooseEngine(
  names: readonly string[],
  where: CheckedPlace,
  load: (name: string) => Promise<Engine> = loadEngine,
): Promise<{ readonly engine: Engine; readonly passedOver: readonly PassedOver[] }> {
  const passedOver: PassedOver[] = []
  for (const name of ORDER.filter((one) => names.includes(one))) {
    const engine = await load(name)
    const state = await engine.check(where)
    if (state.ready) return { engine, passedOver }
    passedOver.push({ engine: name, reason: state.reason, fix: state.fix })
  }
  return { engine: await load('replay'), passedOver }
}
