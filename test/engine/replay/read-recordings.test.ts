import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readRecordings } from '../../../lib/engine/replay/read-recordings.js'
import { recordingPath } from '../../../lib/engine/replay/recording.js'
import type { Scenario } from '../../../lib/scenario/scenario.js'
import { recordedRequest, recordingOf, scenarioOf } from './support.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'recordings-'))
})
afterAll(() => rm(directory, { recursive: true }))

const scenario = (name: string): Scenario => scenarioOf(name, join(directory, `${name}.yaml`))
const write = (name: string, text: string): Promise<void> =>
  writeFile(recordingPath(join(directory, `${name}.yaml`)), text)

test('recordings come in the order of their scenarios, however long each takes to read', async () => {
  const names = ['large', 'small']
  const requests = Array.from({ length: 500 }, () => recordedRequest('secret-data'))
  await write('large', JSON.stringify(recordingOf(scenario('large'), requests)))
  await write('small', JSON.stringify(recordingOf(scenario('small'))))
  const read = await readRecordings(names.map(scenario))
  expect(read.map((recording) => recording.scenario)).toEqual(names)
  expect(read[0]?.steps[0]?.requests).toHaveLength(500)
})

test('every recording that cannot be used is named at once, with the command that makes them anew', async () => {
  await write('good', JSON.stringify(recordingOf(scenario('good'))))
  await write('torn', JSON.stringify(recordingOf(scenario('torn'))).slice(0, 100))
  await write('broken', JSON.stringify({ ...recordingOf(scenario('broken')), steps: [{ id: 1 }] }))
  await write('other', JSON.stringify(recordingOf(scenario('good'))))
  const before = scenarioOf('stale', 'stale.yaml', 'kubectl get pods')
  await write('stale', JSON.stringify(recordingOf(before)))

  const names = ['torn', 'stale', 'other', 'missing', 'good', 'broken']
  await expect(readRecordings(names.map(scenario))).rejects.toMatchObject({
    name: 'InputError',
    hint: 'Record them on a live engine: audit-lab record torn stale other missing broken',
    problems: [
      ['broken', /^the recording is broken: steps\.0\.id: .*expected string/],
      ['missing', /^no recording of the scenario missing$/],
      ['other', /^this is a recording of good, not of other$/],
      ['stale', /^the recording is stale: what makes the requests .* has changed since$/],
      ['torn', /^the recording is no JSON: /],
    ].map(([name, message]) => ({
      file: join(directory, `${String(name)}.recording.json`),
      line: 1,
      column: 1,
      message: expect.stringMatching(message as RegExp),
    })),
  })
})

test('claims and prose may change without a new recording', async () => {
  await write('same', JSON.stringify(recordingOf(scenario('same'))))
  const { about: _, ...rest } = scenario('same')
  const changed = { ...rest, about: 'Said better.', labels: { area: 'secrets' } }
  expect(await readRecordings([changed])).toHaveLength(1)
})
