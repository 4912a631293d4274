import { readFile } from 'node:fs/promises'
import { InputError, type Problem } from '../../errors.js'
import type { Scenario } from '../../scenario/scenario.js'
import type { ParsedRecording } from './parse-recording.js'
import { recordingPath, type Recording } from './recording.js'
import { isSound } from './sound-recordings.js'

/**
 * Reads the recordings of scenarios, in their order. Throws one InputError that names each that is missing, broken or
 * stale: a recording of other requests must never pass for these.
 */
export async function readRecordings(scenarios: readonly Scenario[]): Promise<Recording[]> {
  const found = await Promise.all(scenarios.map((scenario) => readRecording(scenario)))
  const problems = found.flatMap((one) => ('message' in one ? [one] : []))
  if (problems.length === 0) return found.flatMap((one) => ('message' in one ? [] : [one]))
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
async function readRecording(scenario: Scenario): Promise<Recording | Problem> {
  const file = recordingPath(scenario.file)
  const wrong = (message: string): Problem => ({ file, line: 1, column: 1, message })
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return wrong(`no recording of the scenario ${scenario.name}`)
  const parsed = isSound(text) ? { recording: JSON.parse(text) as Recording } : await parse(text)
  if ('mistake' in parsed) return wrong(parsed.mistake)
  const { recording } = parsed
  if (recording.scenario !== scenario.name)
    return wrong(`this is a recording of ${recording.scenario}, not of ${scenario.name}`)
  if (recording.hash !== scenario.requestHash) {
    return wrong('the recording is stale: what makes the requests (personas, setup, steps) has changed since')
  }
  return recording
}

/** Only what the build has not looked at waits for the schema. */
async function parse(text: string): Promise<ParsedRecording> {
  const { parseRecording } = await import('./parse-recording.js')
  return parseRecording(text)
}
