import { spawnSync } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const SHIPPED = 'scenarios/secrets/secret-bodies'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'audit-lab-recordings-'))
  await copyFile(`${SHIPPED}.yaml`, join(directory, 'secret-bodies.yaml'))
})
afterAll(() => rm(directory, { recursive: true }))

/** Runs a copy of a shipped scenario with this for a recording. */
async function runWith(recording: string) {
  await writeFile(join(directory, 'secret-bodies.recording.json'), recording)
  const args = ['run', 'secret-bodies.yaml', '-p', resolve('policies/everything.yaml')]
  return spawnSync(process.execPath, [resolve('bin/audit-lab.js'), ...args], { cwd: directory, encoding: 'utf8' })
}

test.each([
  ['as it is shipped', (text: string) => text, 0, ''],
  [
    'that lost a field',
    (text: string) => text.replace('"echoed"', '"echo"'),
    2,
    'the recording is broken: steps.0.req',
  ],
  ['of another scenario', (text: string) => text.replace('"secret-bodies"', '"other"'), 2, 'a recording of other'],
  ['of other requests', (text: string) => text.replace(/"hash":\s*"/, '$&0'), 2, 'the recording is stale'],
  ['that is torn', (text: string) => text.slice(0, -10), 2, 'the recording is no JSON'],
])('the built program runs a recording %s as it deserves', async (_what, change, status, message) => {
  const text = await readFile(`${SHIPPED}.recording.json`, 'utf8')
  const ran = await runWith(change(text))
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status, stderr: expect.stringContaining(message) })
})
