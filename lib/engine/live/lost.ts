import { attributesOfEvent, attributesOfRequest } from '../../audit/attributes-of.js'
import type { AuditEvent } from '../../audit/event.js'
import type { StepExecution, TracedRequest } from '../execution.js'
import type { PlannedPolicy } from '../engine.js'
import { evaluate } from '../../policy/evaluate.js'
import { loadPolicy } from '../../policy/load.js'

const REASON = 'lost by the server: kube-apiserver counts Events that its log backend failed to write'

/**
 * The server lost Events on this lane and does not say whose. Every request that could be concerned is unknown, never
 * None: the one whose last Event is not in the log although the policy does not omit it.
 * @see https://github.com/kubernetes/kubernetes/issues/110671
 */
export function markLost<Step extends StepExecution>(steps: readonly Step[], planned: PlannedPolicy): Step[] {
  const loaded = loadPolicy(planned.text, planned.path)
  if (loaded.loaded === 'refused') return [...steps]
  return steps.map((step) => ({
    ...step,
    requests: step.requests.map((request) => {
      if (request.unknown !== null || hasOutcome(request)) return request
      const [first] = request.lines
      const attributes =
        first === undefined
          ? attributesOfRequest(request.method, request.target, null)
          : attributesOfEvent(JSON.parse(first) as AuditEvent)
      // Without a line the user is not known here, so a rule for users cannot be excluded: any level is possible.
      const decision = evaluate(loaded.policy, attributes)
      const mayBeLogged = first !== undefined || loaded.policy.rules.some((rule) => rule.level !== 'None')
      return mayBeLogged && !decision.omitStages.includes('ResponseComplete') ? { ...request, unknown: REASON } : request
    }),
  }))
}

function hasOutcome(request: TracedRequest): boolean {
  return request.lines.some((line) => /"stage":"(ResponseComplete|Panic)"/.test(line.slice(0, 400)) || request.status === 401)
}
