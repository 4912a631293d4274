import { request } from 'node:https'
import type { LocatedStep, Scenario } from '../../scenario/scenario.js'
import type { RequestStep } from '../../scenario/schema.js'
import { substitute } from '../../scenario/variables.js'
import { matchesRequest } from '../../scenario/request-pattern.js'
import { attributesOfRequest } from '../../audit/attributes-of.js'
import { EngineError } from '../../errors.js'
import { parseDuration } from '../../util/duration.js'
import { attempt, type CommandResult } from '../../util/exec.js'
import type { Kubectl } from './kubectl.js'
import type { Proxy } from './proxy.js'
import { secretsOf, type Secret } from './secrets.js'
import type { ApiServer, Credential } from './server.js'
import { everyEnded, Trace, type Exchange } from './trace.js'

/** What a step needs of its surroundings. */
export interface StepContext {
  readonly scenario: Scenario
  readonly laneId: string
  readonly server: ApiServer
  readonly proxy: Proxy
  readonly kubectl: Kubectl
  /** Tells the steps of one scenario on one lane from all others; in URLs and file names. */
  readonly run: string
  readonly namespace: string
  readonly credentials: ReadonlyMap<string, Credential>
  readonly signal: AbortSignal
}

/** A step that was carried out, before its log lines are known. */
export interface StepRun extends CommandResult {
  readonly id: string
  readonly trace: Trace
  readonly secrets: readonly Secret[]
}

/** A background step that goes on. */
export interface RunningStep {
  readonly until: string
  stop(): Promise<StepRun>
}

const SETTLE_MILLISECONDS = 10_000

/** Carries a step out to its end. Throws EngineError; a command that fails is a result. */
export async function runStep(
  context: StepContext,
  step: LocatedStep,
  variables: Readonly<Record<string, string>>,
): Promise<StepRun> {
  const started = await start(context, step, variables, context.signal)
  return conclude(context, step, started.trace, await started.result, started.close)
}

/** Starts a background step; returns when the server has answered its first request, or when it ended by itself. */
export async function startStep(
  context: StepContext,
  step: LocatedStep,
  variables: Readonly<Record<string, string>>,
): Promise<RunningStep> {
  const stopping = new AbortController()
  const started = await start(context, step, variables, AbortSignal.any([context.signal, stopping.signal]))
  const answered = started.trace.until((all) => everyClaimAnswered(step, all), timeoutOf(step))
  if ((await Promise.race([answered, started.result.then(() => null)])) === false) {
    stopping.abort()
    await started.result
    throw new EngineError(`step ${step.id}: no claimed request was answered in ${step.timeout}`)
  }
  return {
    until: step.until ?? '',
    stop: async () => {
      stopping.abort()
      const result = await started.result
      return conclude(context, step, started.trace, { ...result, exitCode: null, timedOut: false }, started.close)
    },
  }
}

/** Under way: what the step claims has been answered, or, without claims, anything. */
function everyClaimAnswered(step: LocatedStep, exchanges: readonly Exchange[]): boolean {
  const answered = exchanges.filter((one) => one.status !== null)
  const claims = step.expect.filter((claim) => claim.by === undefined)
  return (
    answered.length > 0 &&
    claims.every((claim) =>
      answered.some((one) => matchesRequest(claim.pattern, attributesOfRequest(one.method, one.target, null))),
    )
  )
}

async function start(
  context: StepContext,
  step: LocatedStep,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ trace: Trace; result: Promise<CommandResult>; close: () => void }> {
  const trace = new Trace()
  const { url, close } = context.proxy.open({
    lane: context.laneId,
    persona: step.persona,
    step: `${context.run}.${step.id}`,
    server: context.server,
    credential: context.credentials.get(step.persona) ?? {},
    trace,
    keepBody: step.expect.some((claim) => claim.secret !== undefined),
  })
  const result =
    'run' in step
      ? runCommand(context, step, url, variables, signal)
      : sendRequest(context, step, url, variables, signal)
  return { trace, result, close }
}

function timeoutOf(step: LocatedStep): number {
  return parseDuration(step.timeout) ?? 60_000
}

async function runCommand(
  context: StepContext,
  step: Extract<LocatedStep, { run: string }>,
  url: string,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CommandResult> {
  if (step.discovery !== 'cold') await context.kubectl.shareDiscovery(url)
  const kubeconfig = await context.kubectl.writeKubeconfig(
    `${context.run}.${step.id}`,
    { url, certificateAuthority: context.proxy.certificateAuthority },
    { namespace: context.namespace, credential: context.proxy.client },
  )
  const environment = { ...context.kubectl.environment(kubeconfig) }
  for (const [name, value] of Object.entries(step.env ?? {})) environment[name] = substitute(value, variables)
  return attempt('sh', ['-c', substitute(step.run, variables)], {
    environment,
    directory: context.kubectl.home,
    group: true,
    signal,
    timeoutMilliseconds: timeoutOf(step),
    ...(step.stdin === undefined ? {} : { input: substitute(step.stdin, variables) }),
  })
}

/** A raw request, sent with just the headers that the step names. */
async function sendRequest(
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
        timeout: parseDuration(step.timeout) ?? 60_000,
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.once('close', () =>
          resolve({ exitCode: null, stdout: Buffer.concat(chunks).toString(), stderr: '', timedOut: false }),
        )
      },
    )
    outgoing.once('timeout', () => {
      outgoing.destroy()
      resolve({ exitCode: null, stdout: '', stderr: `no answer in ${step.timeout}`, timedOut: true })
    })
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

/** Waits until every exchange of the step has ended: only then can its log be complete. */
async function conclude(
  context: StepContext,
  step: LocatedStep,
  trace: Trace,
  result: CommandResult,
  close: () => void,
): Promise<StepRun> {
  context.signal.throwIfAborted()
  const ended = await trace.until(everyEnded, SETTLE_MILLISECONDS)
  close()
  if (!ended)
    throw new EngineError(
      `step ${step.id}: a request goes on ${SETTLE_MILLISECONDS / 1000} s after its command has ended`,
    )
  return { id: step.id, ...result, trace, secrets: secretsOf(step, trace.exchanges, result.stdout) }
}
