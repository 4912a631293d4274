import { request } from 'node:https'
import { EngineError } from '../../errors.js'
import type { RequestStep } from '../../scenario/schema.js'
import { substitute } from '../../scenario/variables.js'
import { parseDuration } from '../../util/duration.js'
import type { CommandResult } from '../../util/exec.js'
import type { StepContext } from './step-context.js'

/** A raw request, sent with just the headers that the step names. */
export async function sendRequest(
  context: StepContext,
  step: Pick<RequestStep, 'request' | 'timeout'>,
  url: string,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { method, path, headers, body } = step.request
  const payload = substitute(body, variables)
  const target = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        ca: context.proxy.certificateAuthority,
        agent: false,
        method,
        path: `${target.pathname}${substitute(path, variables)}`,
        headers: {
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, substituteAll(value, variables)]),
          ),
          ...(payload === '' ? {} : { 'Content-Length': Buffer.byteLength(payload) }),
        },
        signal,
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('close', () =>
          resolve({ exitCode: null, stdout: Buffer.concat(chunks).toString(), stderr: '', timedOut: false }),
        )
      },
    )
    // Of the whole: a stream never rests.
    const timer = setTimeout(
      () => {
        resolve({ exitCode: null, stdout: '', stderr: `no end within ${step.timeout}`, timedOut: true })
        outgoing.destroy()
      },
      parseDuration(step.timeout) ?? 60_000,
    )
    outgoing.once('close', () => clearTimeout(timer))
    outgoing.once('error', (error) => {
      if (signal.aborted) resolve({ exitCode: null, stdout: '', stderr: '', timedOut: false })
      else reject(new EngineError(`${method} ${path}: ${error.message}`, { cause: error }))
    })
    outgoing.end(payload === '' ? undefined : payload)
  })
}

function substituteAll(
  value: string | readonly string[],
  variables: Readonly<Record<string, string>>,
): string | string[] {
  return typeof value === 'string' ? substitute(value, variables) : value.map((one) => substitute(one, variables))
}
