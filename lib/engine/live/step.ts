import type { LocatedStep } from '../../scenario/scenario.js'
import { matchesRequest } from '../../scenario/request-pattern.js'
import { attributesOfRequest } from '../../audit/attributes-of.js'
import { EngineError } from '../../errors.js'
import { parseDuration } from '../../util/duration.js'
import type { CommandResult } from '../../util/exec.js'
import { runCommand } from './run-command.js'
import { secretsOf, type Secret } from './secrets.js'
import { sendRequest } from './send-request.js'
import type { StepContext } from './step-context.js'
import { everyEnded, Trace, type Exchange } from './trace.js'

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
  const started = start(context, step, variables, context.signal)
  return conclude(context, step, started.trace, await started.result, started.close)
}

/** Starts a background step; returns when the server has answered its first request, or when it ended by itself. */
export async function startStep(
  context: StepContext,
  step: LocatedStep,
  variables: Readonly<Record<string, string>>,
): Promise<RunningStep> {
  const stopping = new AbortController()
  const started = start(context, step, variables, AbortSignal.any([context.signal, stopping.signal]))
  let endedByItself = false
  const ended = started.result.then(() => {
    endedByItself = !stopping.signal.aborted
    return null
  })
  const answered = started.trace.until((all) => everyClaimAnswered(step, all), timeoutOf(step))
  if ((await Promise.race([answered, ended])) === false) {
    stopping.abort()
    await started.result
    throw new EngineError(`step ${step.id}: no claimed request was answered in ${step.timeout}`)
  }
  return {
    until: step.until ?? '',
    stop: async () => {
      stopping.abort()
      const result = await started.result
      // Stopped by us, its exit status says nothing.
      const seen = endedByItself ? result : { ...result, exitCode: null, timedOut: false }
      return conclude(context, step, started.trace, seen, started.close)
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

function start(
  context: StepContext,
  step: LocatedStep,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): { trace: Trace; result: Promise<CommandResult>; close: () => void } {
  const trace = new Trace()
  const { url, close } = context.proxy.open({
    lane: context.laneId,
    persona: step.persona,
    step: `${context.run}.${step.id}`,
    server: context.server,
    credential: context.credentials.get(step.persona) ?? {},
    trace,
    guard: context.guard,
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
