import type { Attributes } from './attributes.js'
import type { CapturedEvent } from './captured-request.js'
import { expectedBodies } from './expected-bodies.js'
import type { FoundLimit, Taken } from './found-limit.js'
import { compareLevels, type Level } from './level.js'
import type { Shape } from './project.js'

/** Where an Event lacks a body that the policy would have had the server write. */
export function bodyLimits(
  event: CapturedEvent,
  attributes: Attributes,
  wanted: Shape,
  { complete }: Taken,
): FoundLimit[] {
  if (event.truncated && event.requestObject === 'absent' && event.responseObject === 'absent') {
    // At Metadata nothing is truncated, and projection takes the annotation out.
    return logs(wanted.level, 'Request') ? [{ limit: 'truncated', certain: true }] : []
  }
  return BODIES.flatMap(({ body, needs }): FoundLimit[] => {
    const expected = event.expected[body]
    if (event[body] !== 'absent' || expected === 'never' || !logs(wanted.level, needs)) return []
    const certain = expected === 'certain'
    if (!logs(event.level, needs)) return [{ limit: 'thinner-level', certain }]
    if (certain) return complete ? [] : [{ limit: 'body-not-encoded', certain: false }]
    // It would be certain if kube-apiserver served the group itself.
    const isHandedOn = expectedBodies({ ...attributes, apiGroup: '' }, event.code)[body] === 'certain'
    return isHandedOn ? [{ limit: 'aggregated-api', certain: false }] : []
  })
}

const BODIES = [
  { body: 'requestObject', needs: 'Request' },
  { body: 'responseObject', needs: 'RequestResponse' },
] as const

/** Where managedFields may have been cut that the policy keeps. */
export function managedFieldsLimit(
  event: CapturedEvent,
  { verb, resourceRequest }: Attributes,
  wanted: Shape,
  { under }: Taken,
): FoundLimit[] {
  if (wanted.omitManagedFields || under?.omitManagedFields === false || !resourceRequest) return []
  // What a patch sends is logged as it came, whatever the policy.
  const sent = verb === 'patch' ? null : event.requestObject
  // Had the policy cut them, they would stand in no body.
  if (sent === 'managed' || event.responseObject === 'managed') return []
  const isOpen =
    (sent === 'unmanaged' && logs(wanted.level, 'Request')) ||
    (event.responseObject === 'unmanaged' && logs(wanted.level, 'RequestResponse'))
  // Objects without managedFields exist: a Scale, what a client sends.
  return isOpen ? [{ limit: 'managed-fields-omitted', certain: false }] : []
}

function logs(level: Level, needs: Level): boolean {
  return compareLevels(level, needs) >= 0
}
