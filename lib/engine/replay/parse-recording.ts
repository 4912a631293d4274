import type { z } from 'zod'
import type { Recording } from './recording.js'
import { recordingSchema } from './recording-schema.js'

/** A recording, or what is wrong with its text. */
export type ParsedRecording = { readonly recording: Recording } | { readonly mistake: string }

export function parseRecording(text: string): ParsedRecording {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { mistake: `the recording is no JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const { success, data, error } = recordingSchema.safeParse(json)
  return success ? { recording: data } : { mistake: `the recording is broken: ${describe(error)}` }
}

function describe({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join('.') ?? ''
  return `${place === '' ? '' : `${place}: `}${issue?.message ?? 'unknown reason'}`
}
