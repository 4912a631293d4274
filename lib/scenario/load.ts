import { checkClaims } from './check-claims.js'
import { checkLanes, takesTurns } from './check-lanes.js'
import { checkSteps } from './check-steps.js'
import { checkVariables } from './check-variables.js'
import { checkWebhook } from './check-webhook.js'
import { parseFile } from './parse-file.js'
import { requestHash } from './recording-hash.js'
import { parseRequestPattern } from './request-pattern.js'
import type { LocatedClaim, RequestPattern, Scenario } from './scenario.js'
import { scenarioSchema } from './schema.js'

/** Loads a scenario. Throws an InputError with every problem: of the YAML and its shape first, then of what it says. */
export function loadScenario(text: string, file: string): Scenario {
  const { value, positionOf, refuse } = parseFile(scenarioSchema, text, file)
  refuse([
    ...checkSteps(value),
    ...checkClaims(value),
    ...checkVariables(value),
    ...checkLanes(value),
    ...checkWebhook(value),
  ])
  const steps = value.steps.map((step, index) => {
    const expect = step.expect.map((claim, claimIndex): LocatedClaim => {
      const position = positionOf(['steps', index, 'expect', claimIndex])
      return { ...claim, pattern: patternOf(claim.request), position }
    })
    return { ...step, expect, position: positionOf(['steps', index]) }
  })
  const scenario = { ...value, alone: takesTurns(value), file, steps }
  return { ...scenario, requestHash: requestHash(scenario) }
}

function patternOf(request: string): RequestPattern {
  const parsed = parseRequestPattern(request)
  if ('mistake' in parsed) throw new Error(`checkClaims let \`${request}\` through`)
  return parsed.pattern
}
