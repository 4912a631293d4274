import type { StepExecution } from '../engine/execution.js'
import type { LocatedStep } from '../scenario/scenario.js'
import { blankResult } from './case.js'
import type { Case } from './case.js'
import type { Result } from './result.js'

/** A failed result when a step did not end as the scenario says; null when it did. */
export function stepResult(step: LocatedStep, execution: StepExecution, of: Case): Result | null {
  const request = 'run' in step ? 'exit' : 'status'
  const why = unexpectedEnd(step, execution)
  if (why === null) return null
  const output = lastLines(execution.stderr)
  const place = { step: step.id, request, line: step.position.line }
  return { ...blankResult(of, place), status: 'failed', why: output === '' ? why : `${why} ${output}` }
}

function unexpectedEnd(step: LocatedStep, { exitCode, timedOut, requests }: StepExecution): string | null {
  // A step in the background is ended by the lab.
  if (step.background) return null
  if (timedOut) return `No end within ${step.timeout}.`
  if ('run' in step) {
    return exitCode === step.exit ? null : `Exit status ${exitCode ?? 'unknown'}, expected ${step.exit}.`
  }
  const status = requests.at(0)?.status ?? null
  if (step.status === undefined || status === step.status) return null
  return `Status ${status ?? 'unknown'}, expected ${step.status}.`
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n')
}
