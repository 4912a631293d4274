import type { z } from 'zod'
import type { recordedRequestSchema, recordingSchema } from './recording-schema.js'

/**
 * A scenario's Events under the catch-all policy, with the trace of its requests: what replay projects every policy's
 * cells from. One JSON file beside the scenario.
 */
export type Recording = z.infer<typeof recordingSchema>
export type RecordedRequest = z.infer<typeof recordedRequestSchema>

/** `secret-bodies.yaml` → `secret-bodies.recording.json`. */
export function recordingPath(scenarioFile: string): string {
  return `${scenarioFile.replace(/\.ya?ml$/, '')}.recording.json`
}
