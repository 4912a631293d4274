import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digest } from '../audit/digest.js'
import type { Execution } from '../engine/execution.js'
import { readRecordings } from '../engine/replay/read-recordings.js'
import { recordingPath } from '../engine/replay/recording.js'
import { replay } from '../engine/replay/replay.js'
import { readPolicy } from '../scenario/read-policy.js'
import type { LoadedPolicy } from '../policy/policy.js'
import { packageRoot } from '../scenario/package-root.js'
import { readScenarios } from '../scenario/read.js'
import { readSuite } from '../scenario/resolve-suite.js'
import type { Scenario } from '../scenario/scenario.js'
import { policyName, SUITE_FILE } from '../scenario/suite.js'
import { readDetections, readPacks } from './catalog.js'
import type { CheckInput } from './check.js'
import { digestedTraffic, recordedTraffic, type Traffic } from './traffic.js'

/** A policy with all of the catalog that it is held to. `path` is how reports call it. */
export async function checkInput(path: string, text: string): Promise<CheckInput> {
  const name = policyName(path)
  const loaded = await readPolicy(text, path)
  const scenarios = await recordedScenarios()
  const [execution, packs, detections, idle, busy] = await Promise.all([
    replayed(name, loaded, scenarios),
    readPacks(),
    readDetections(),
    readBackground('idle'),
    readBackground('busy'),
  ])
  return {
    policy: { name, path, text, loaded },
    ...{ scenarios, execution, packs, detections, background: { idle, busy } },
  }
}

/** The shipped scenarios, of whatever suite the policy is. One that is being written has no recording yet. */
async function recordedScenarios(): Promise<Scenario[]> {
  const { scenarios } = await readSuite(join(packageRoot(), SUITE_FILE))
  return readScenarios(scenarios.filter((file) => existsSync(recordingPath(file))))
}

async function replayed(policy: string, loaded: LoadedPolicy, scenarios: readonly Scenario[]): Promise<Execution> {
  const nothing = { policy, background: null }
  if (loaded.loaded === 'refused') {
    const refused = { ...nothing, loaded: loaded.loaded, message: loaded.message, scenarios: [] }
    return { engine: 'replay', kubernetes: '', policies: [refused] }
  }
  const recordings = await readRecordings(scenarios)
  const ran = recordings.map((recording) => replay(recording, loaded.policy))
  const message = loaded.loaded === 'lenient' ? loaded.message : null
  return {
    engine: 'replay',
    kubernetes: [...new Set(recordings.map(({ kubernetes }) => kubernetes))].sort().join(', '),
    policies: [{ ...nothing, loaded: loaded.loaded, message, scenarios: ran }],
  }
}

/** What is shipped of captured traffic. */
export async function shippedTraffic(): Promise<Traffic[]> {
  const [recordings, idle, busy] = await Promise.all([
    recordedScenarios().then(readRecordings),
    readBackground('idle'),
    readBackground('busy'),
  ])
  return [
    recordedTraffic(recordings),
    digestedTraffic('an idle cluster in a day', idle),
    digestedTraffic('a busy cluster in a day', busy),
  ]
}

async function readBackground(load: 'idle' | 'busy'): Promise<Digest> {
  const file = join(packageRoot(), 'scenarios', 'background', `${load}.digest.json`)
  // The lab writes it.
  return JSON.parse(await readFile(file, 'utf8')) as Digest
}
