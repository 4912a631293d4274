import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { EngineSettings, Plan } from '../../../lib/engine/engine.js'
import { recordingPath } from '../../../lib/engine/replay/recording.js'
import { replayEngine } from '../../../lib/engine/replay/engine.js'
import { recordedRequest, recordingOf, scenarioOf } from './support.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-'))
})
afterAll(() => rm(directory, { recursive: true }))

const SETTINGS = { backgroundSeconds: 15, backgroundLoad: 'idle' } as EngineSettings
const policy = (name: string, text: string): Plan['policies'][number] => ({
  name,
  path: `${name}.yaml`,
  text: `apiVersion: audit.k8s.io/v1\nkind: Policy\n${text}\n`,
})

async function planOf(change: Partial<Plan> = {}): Promise<Plan> {
  const scenarios = ['one', 'two'].map((name) => scenarioOf(name, join(directory, `${name}.yaml`)))
  const versions = ['v1.34.4', 'v1.33.0']
  for (const [index, scenario] of scenarios.entries()) {
    const recording = recordingOf(scenario, [recordedRequest('secret-data')], { kubernetes: versions[index] ?? '' })
    await writeFile(recordingPath(scenario.file), JSON.stringify(recording))
  }
  return {
    policies: [
      policy('strict', 'rules: [{level: Metadata}]'),
      policy('lenient', 'rules: [{level: None, verb: [get]}]'),
      policy('refused', 'rules: [{level: All}]'),
    ],
    scenarios,
    settings: SETTINGS,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...change,
  }
}

describe('the replay engine', () => {
  test('is ready wherever Node is', async () => {
    expect(await replayEngine.check({ binaries: null, kubernetesVersion: null })).toEqual({
      ready: true,
      version: `node ${process.version}`,
    })
  })

  test('yields every scenario under every policy that kube-apiserver loads', async () => {
    const { engine, policies } = await replayEngine.execute(await planOf())
    expect(engine).toBe('replay')
    expect(
      policies.map(({ policy: name, loaded, scenarios }) => [
        name,
        loaded,
        ...scenarios.flatMap((one) =>
          one.status === 'ran' ? [one.scenario, one.steps.flatMap(({ requests }) => requests)[0]?.lines.length] : [],
        ),
      ]),
    ).toEqual([
      ['strict', 'strict', 'one', 2, 'two', 2],
      ['lenient', 'lenient', 'one', 0, 'two', 0],
      ['refused', 'refused'],
    ])
  })

  test("gives the server's own words for a policy that it loads leniently or refuses", async () => {
    const { policies } = await replayEngine.execute(await planOf())
    expect(policies.map(({ message }) => message)).toEqual([
      null,
      expect.stringContaining('unknown field "rules[0].verb"'),
      expect.stringContaining('Unsupported value: "All"'),
    ])
  })

  test('names every version of kube-apiserver that the recordings are of', async () => {
    expect((await replayEngine.execute(await planOf())).kubernetes).toBe('v1.33.0, v1.34.4')
  })

  test('brings the recorded background of an idle cluster, unless none is asked for', async () => {
    const [strict] = (await replayEngine.execute(await planOf())).policies
    expect(strict?.background).toMatchObject({ digest: { seconds: 600 } })
    const [none] = (await replayEngine.execute(await planOf({ settings: { ...SETTINGS, backgroundSeconds: 0 } })))
      .policies
    expect(none?.background).toBeNull()
  })
})
