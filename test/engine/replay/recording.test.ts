import { expect, test } from '@jest/globals'
import { recordingPath } from '../../../lib/engine/replay/recording.js'
import { recordingSchema } from '../../../lib/engine/replay/recording-schema.js'
import { recordedRequest, recordingOf, scenarioOf } from './support.js'

test.each([
  ['scenarios/secrets/secret-bodies.yaml', 'scenarios/secrets/secret-bodies.recording.json'],
  ['a.yml', 'a.recording.json'],
  ['a.yaml.yaml', 'a.yaml.recording.json'],
])('the recording of %s is %s', (scenario, recording) => {
  expect(recordingPath(scenario)).toBe(recording)
})

test('a recording is read back from JSON as it was written', () => {
  const recording = recordingOf(scenarioOf('acts', 'acts.yaml'), [
    recordedRequest('secret-data'),
    recordedRequest('bad-patch', { metadata: ['{}'], status: null }),
  ])
  expect(recordingSchema.parse(JSON.parse(JSON.stringify(recording)))).toEqual(recording)
})
