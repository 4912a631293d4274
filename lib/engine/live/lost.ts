import { attributesOfEvent, attributesOfRequest } from '../../audit/attributes-of.js'
import type { Attributes } from '../../audit/attributes.js'
import type { AuditEvent } from '../../audit/event.js'
import { refusedTimeout } from '../../audit/refused-timeout.js'
import { missingStages } from '../../audit/usual-stages.js'
import { evaluate } from '../../policy/evaluate.js'
import type { Policy } from '../../policy/policy.js'
import type { Exchange } from './trace.js'

/**
 * Whether the log lacks an Event that the policy would have had the server write of this request. The server counts
 * Events that it lost, but does not say whose; a request that the policy logs nothing of can have lost none.
 * `persona` is who the request was made as: null for one that no authenticator accepts.
 * @see https://github.com/kubernetes/kubernetes/issues/110671
 */
export function lacksEvents(
  exchange: Exchange,
  lines: readonly string[],
  policy: Policy,
  persona: Attributes['user'],
): boolean {
  const events = lines.map((line) => JSON.parse(line) as AuditEvent)
  const [first] = events
  // Without an Event nobody tells who it was that brought a credential of its own: then any rule may have matched.
  if (first === undefined && exchange.bringsCredential && exchange.status !== 401) {
    return policy.rules.some((rule) => rule.level !== 'None')
  }
  const attributes = first === undefined ? withUser(exchange, persona) : attributesOfEvent(first)
  const { level, omitStages } = evaluate(policy, attributes)
  if (level === 'None') return false
  const written = events.map((event) => event.stage)
  return missingStages(attributes, written).some((stage) => !omitStages.includes(stage))
}

function withUser({ method, target, status }: Exchange, persona: Attributes['user']): Attributes {
  const request = attributesOfRequest(method, target, null)
  return status === 401 || refusedTimeout(status, target, request) ? request : { ...request, user: persona }
}
