import { readFile } from 'node:fs/promises'
import { InputError, type Problem } from '../../errors.js'
import { requestHash } from '../../scenario/recording-hash.js'
import type { Scenario } from '../../scenario/scenario.js'
import { recordingPath, recordingSchema, type Recording } from './recording.js'

/**
 * Reads the recording of every scenario. Throws one InputError that names each that is missing, broken or stale: a
 * recording of other requests must never pass for these.
 */
export async function readRecordings(scenarios: readonly Scenario[]): Promise<ReadonlyMap<string, Recording>> {
  const problems: Problem[] = []
  const recordings = new Map<string, Recording>()
  await Promise.all(
    scenarios.map(async (scenario) => {
      const file = recordingPath(scenario.file)
      const found = await readRecording(file, scenario)
      if (typeof found === 'string') problems.push({ file, line: 1, column: 1, message: found })
      else recordings.set(scenario.name, found)
    }),
  )
  if (problems.length === 0) return recordings
  throw new InputError('some scenarios cannot be replayed', {
    problems: problems.sort((a, b) => a.file.localeCompare(b.file)),
    hint: `Record them on a live engine: audit-lab record ${namesOf(scenarios, problems).join(' ')}`,
  })
}

function namesOf(scenarios: readonly Scenario[], problems: readonly Problem[]): string[] {
  const files = new Set(problems.map(({ file }) => file))
  return scenarios.filter(({ file }) => files.has(recordingPath(file))).map(({ name }) => name)
}

/** The recording, or what is wrong with it. */
async function readRecording(file: string, scenario: Scenario): Promise<Recording | string> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return `no recording of the scenario ${scenario.name}`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return `the recording is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  const parsed = recordingSchema.safeParse(json)
  if (!parsed.success) return `the recording is broken: ${parsed.error.issues[0]?.message ?? 'unknown reason'}`
  if (parsed.data.scenario !== scenario.name)
    return `this is a recording of ${parsed.data.scenario}, not of ${scenario.name}`
  if (parsed.data.hash !== requestHash(scenario)) {
    return 'the recording is stale: what makes the requests (personas, setup, steps) has changed since'
  }
  return parsed.data
}
