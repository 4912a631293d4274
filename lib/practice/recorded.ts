import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AuditEvent } from '../audit/event.js'
import { recordingSchema } from '../engine/replay/recording-schema.js'
import type { RecordedRequest, Recording } from '../engine/replay/recording.js'
import { InputError } from '../errors.js'
import { suggest } from '../scenario/nearest.js'
import { packageRoot } from '../scenario/package-root.js'
import { parseFile } from '../scenario/parse-file.js'
import { readText } from '../scenario/read-text.js'
import type { PracticeRequest } from './exercise.js'
import { shippedExercises } from './load.js'

const catalogSchema = z.record(z.string(), z.strictObject({ recording: z.string(), step: z.string() }))

/** The recorded requests that exercises may use, by name. */
export interface RecordedRequests {
  /** A request as it was recorded, made by another user in another namespace. */
  readonly of: (request: PracticeRequest) => Promise<RecordedRequest>
}

export async function recordedRequests(): Promise<RecordedRequests> {
  const path = join(shippedExercises(), 'requests.yaml')
  const { value: catalog } = parseFile(catalogSchema, await readText(path), path)
  const read = new Map<string, Promise<Recording>>()
  return {
    of: async (request) => {
      const entry = catalog[request.send]
      if (entry === undefined)
        throw new InputError(`no recorded request \`${request.send}\`: ${suggest(request.send, Object.keys(catalog))}`)
      const known = read.get(entry.recording) ?? readRecording(entry.recording)
      read.set(entry.recording, known)
      const { steps } = await known
      const found = steps
        .find(({ id }) => id === entry.step)
        ?.requests.find(({ lines }) => lines.some((line) => describes(line, request.send)))
      if (found === undefined) throw new Error(`${entry.recording} has no ${request.send} in step ${entry.step}`)
      return renamed(found, request)
    },
  }
}

async function readRecording(path: string): Promise<Recording> {
  return recordingSchema.parse(
    JSON.parse(await readFile(join(packageRoot(), 'scenarios', `${path}.recording.json`), 'utf8')),
  )
}

/** `create secrets` and `get secrets 403`: verb and resource of an Event, with the code of what was refused. */
function describes(line: string, name: string): boolean {
  // Written by kube-apiserver's own log backend.
  const { verb, objectRef, requestURI, responseStatus } = JSON.parse(line) as AuditEvent
  const { resource = '', subresource, apiGroup } = objectRef ?? {}
  const what =
    objectRef === undefined
      ? (requestURI.split('?')[0] ?? '')
      : `${resource}${subresource === undefined ? '' : `/${subresource}`}${apiGroup === undefined ? '' : `.${apiGroup}`}`
  const code = responseStatus?.code ?? 0
  return `${verb} ${what}${code >= 400 ? ` ${code}` : ''}` === name
}

/** The same request by somebody else: the user of each Event, and the namespace wherever it stands. */
function renamed(recorded: RecordedRequest, { user, groups, namespace }: PracticeRequest): RecordedRequest {
  const lines = (all: readonly string[]): string[] =>
    all.map((line) => {
      const event = JSON.parse(line) as AuditEvent
      const was = event.objectRef?.namespace
      const moved = namespace === undefined || was === undefined || was === '' ? line : line.replaceAll(was, namespace)
      // A 401 has no user, whoever it is said to be.
      if (event.user.username === undefined) return moved
      const authenticated =
        user === 'system:anonymous' ? ['system:unauthenticated'] : [...groups, 'system:authenticated']
      // The reason of the authorizer, and messages, name the user too.
      const { username } = event.user
      const named = moved
        .replaceAll(`"${username}"`, `"${user}"`)
        .replaceAll(`\\"${username}\\"`, `\\"${user}\\"`)
        .replaceAll(/-[a-z]+-?(?:rules)?(?=[\\/"])/g, (role) => role.replace(`-${username}`, () => `-${user}`))
      return JSON.stringify({ ...(JSON.parse(named) as AuditEvent), user: { username: user, groups: authenticated } })
    })
  return {
    ...recorded,
    lines: lines(recorded.lines),
    metadata: recorded.metadata === null ? null : lines(recorded.metadata),
  }
}
