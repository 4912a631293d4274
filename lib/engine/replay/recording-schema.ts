import { z } from 'zod'

export const recordedRequestSchema = z.strictObject({
  auditID: z.string(),
  persona: z.string(),
  method: z.string(),
  target: z.string(),
  status: z.number().nullable(),
  echoed: z.boolean(),
  upgraded: z.boolean(),
  /** Lines of the catch-all's log, byte for byte, without the newline. */
  lines: z.array(z.string()),
  /**
   * Lines of the same request under Metadata for everything, where the catch-all lost Events that a thinner policy
   * keeps: a body that cannot be encoded, a line above the log's size limit. Null where nothing was lost.
   */
  metadata: z.array(z.string()).nullable(),
})

const step = z.strictObject({
  id: z.string(),
  exitCode: z.number().nullable(),
  stderr: z.string(),
  timedOut: z.boolean(),
  secrets: z.array(z.strictObject({ path: z.string(), value: z.string() })),
  requests: z.array(recordedRequestSchema),
})

export const recordingSchema = z.strictObject({
  schemaVersion: z.literal(1),
  scenario: z.string(),
  /** Of what makes the scenario's requests. */
  hash: z.string(),
  kubernetes: z.string(),
  kubectl: z.string(),
  engine: z.string(),
  variables: z.record(z.string(), z.string()),
  steps: z.array(step),
  components: z.array(z.strictObject({ auditID: z.string(), user: z.string(), lines: z.array(z.string()) })),
})
