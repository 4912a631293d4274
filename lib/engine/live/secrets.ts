import { attributesOfRequest } from '../../audit/attributes-of.js'
import { EngineError } from '../../errors.js'
import { matchesRequest } from '../../scenario/request-pattern.js'
import type { LocatedStep } from '../../scenario/scenario.js'
import type { Exchange } from './trace.js'

export interface Secret {
  /** Path into the Event, such as responseObject.status.token. */
  readonly path: string
  readonly value: string
}

/**
 * Values that the server made and a claim calls secret, taken from the answers as the client got them. A value that
 * cannot be read is an error: its absence from the log could not be shown.
 */
export function secretsOf(step: LocatedStep, exchanges: readonly Exchange[], stdout: string): Secret[] {
  return step.expect.flatMap((claim) => {
    const answers = exchanges.filter(
      (one) =>
        one.status !== null &&
        one.status < 300 &&
        matchesRequest(claim.pattern, attributesOfRequest(one.method, one.target, null)),
    )
    return (claim.secret ?? []).flatMap((path) =>
      answers.map((answer) => {
        const value = valueIn(answer.body, path.split('.').slice(1), stdout)
        if (value !== null) return { path, value }
        throw new EngineError(
          `step ${step.id}: the answer to ${answer.method} ${answer.target} holds no readable ${path}`,
          {
            hint: 'Let the command print the value alone, or correct the path.',
          },
        )
      }),
    )
  })
}

const TOKEN = /eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/

/** From JSON by its path. kubectl asks for protobuf too: there strings stand as they are, but without their names. */
function valueIn(body: string, path: readonly string[], stdout: string): string | null {
  if (body.startsWith('{')) return valueAt(JSON.parse(body), path)
  const printed = stdout.trim()
  if (printed !== '' && body.includes(printed)) return printed
  return TOKEN.exec(body)?.[0] ?? null
}

function valueAt(object: unknown, path: readonly string[]): string | null {
  let value = object
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key]
  return typeof value === 'string' && value !== '' ? value : null
}
