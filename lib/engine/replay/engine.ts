import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPolicy } from '../../scenario/read-policy.js'
import { packageRoot } from '../../scenario/package-root.js'
import type { Digest } from '../../audit/digest.js'
import type { Availability, Engine, Plan, PlannedPolicy } from '../engine.js'
import type { Background, Execution, PolicyExecution } from '../execution.js'
import type { Recording } from './recording.js'
import { readRecordings } from './read-recordings.js'
import { replay } from './replay.js'

/** Runs nothing: the exact evaluator over recordings of real traffic. */
export const replayEngine: Engine = { name: 'replay', about: 'recordings, no cluster', check, execute }

function check(): Promise<Availability> {
  return Promise.resolve({ ready: true, version: `node ${process.version}` })
}

async function execute({ policies, scenarios, settings }: Plan): Promise<Execution> {
  const recordings = await readRecordings(scenarios)
  const background = settings.backgroundSeconds === 0 ? null : { digest: await readBackground(settings.backgroundLoad) }
  const versions = new Set(recordings.map((recording) => recording.kubernetes))
  return {
    engine: 'replay',
    kubernetes: [...versions].sort().join(', '),
    policies: await Promise.all(policies.map((policy) => replayUnder(policy, recordings, background))),
  }
}

async function replayUnder(
  { name, path, text }: PlannedPolicy,
  recordings: readonly Recording[],
  background: Background | null,
): Promise<PolicyExecution> {
  const loaded = await readPolicy(text, path)
  if (loaded.loaded === 'refused') {
    return { policy: name, loaded: 'refused', message: loaded.message, scenarios: [], background: null }
  }
  const message = loaded.loaded === 'lenient' ? loaded.message : null
  const scenarios = recordings.map((recording) => replay(recording, loaded.policy))
  return { policy: name, loaded: loaded.loaded, message, scenarios, background }
}

/** What an idle or a busy KIND cluster's own components asked in ten minutes. */
async function readBackground(load: string): Promise<Digest> {
  const file = join(packageRoot(), 'scenarios', 'background', `${load}.digest.json`)
  return JSON.parse(await readFile(file, 'utf8')) as Digest
}
