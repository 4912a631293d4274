import { expect, test } from '@jest/globals'
import { chooseEngine } from '../../lib/engine/auto.js'
import type { Availability, Engine } from '../../lib/engine/engine.js'

const READY: Availability = { ready: true, version: '1' }
const NOT: Availability = { ready: false, reason: 'no daemon', fix: 'Start it.' }

async function choose(
  states: Readonly<Record<string, Availability>>,
): Promise<{ engine: string; passedOver: unknown }> {
  const load = (name: string): Promise<Engine> =>
    Promise.resolve({
      name,
      about: name,
      check: () => Promise.resolve(states[name] ?? READY),
      execute: () => Promise.reject(new Error('not here')),
    })
  const { engine, passedOver } = await chooseEngine(
    Object.keys(states),
    { binaries: null, kubernetesVersion: null },
    load,
  )
  return { engine: engine.name, passedOver }
}

test('the richest engine that works is taken', async () => {
  expect(await choose({ replay: READY, existing: READY, binary: READY, kind: READY })).toEqual({
    engine: 'kind',
    passedOver: [],
  })
})

test('those that do not work are named with the reason and what to do', async () => {
  expect(await choose({ replay: READY, binary: READY, container: NOT, kind: NOT })).toEqual({
    engine: 'binary',
    passedOver: [
      { engine: 'kind', reason: 'no daemon', fix: 'Start it.' },
      { engine: 'container', reason: 'no daemon', fix: 'Start it.' },
    ],
  })
})

test("a cluster of somebody else's is never taken by itself", async () => {
  expect(await choose({ replay: READY, existing: READY, kind: NOT })).toMatchObject({ engine: 'replay' })
})

test('each engine is asked about the place that was named', async () => {
  const where = { binaries: './bin', kubernetesVersion: '1.33' }
  const asked: unknown[] = []
  const load = (name: string): Promise<Engine> =>
    Promise.resolve({
      name,
      about: name,
      check: (named) => {
        asked.push([name, named])
        return Promise.resolve(NOT)
      },
      execute: () => Promise.reject(new Error('not here')),
    })
  await chooseEngine(['kind', 'binary'], where, load)
  expect(asked).toEqual([
    ['kind', where],
    ['binary', where],
  ])
})
