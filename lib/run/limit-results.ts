import { captureLimit, type LimitId } from '../audit/capture-limits.js'
import { groupBy } from '../util/group.js'
import type { Case } from './case.js'
import type { ObservedRequest } from './observe.js'
import type { ObservedScenario } from './observe-scenario.js'
import type { LimitResult } from './result.js'

/** What the Events of a scenario's requests cannot tell under a policy: each limit once, with the requests it concerns. */
export function limitResults({ steps, components }: ObservedScenario, { scenario, policy }: Case): LimitResult[] {
  const found = [
    ...steps.flatMap(({ step, requests }) => requests.flatMap((request) => concerned(request, step.id))),
    ...components.flatMap(({ user, request }) => concerned(request, null, user)),
  ]
  const groups = groupBy(found, ({ limit, certain, place }) => JSON.stringify([limit, certain, place.step === null]))
  return [...groups.values()].map((group) => {
    const [{ limit, certain, place }] = group
    const { leaves, happens, means, source } = captureLimit(limit)
    return {
      ...{ scenario: scenario.name, policy: policy.name, limit, certain, leaves },
      how: place.step === null ? 'projected' : 'replayed',
      ...{ happens, meaning: means, source },
      requests: group.map((one) => one.place),
    }
  })
}

interface Concerned {
  readonly limit: LimitId
  readonly certain: boolean
  readonly place: LimitResult['requests'][number]
}

function concerned({ limits, auditID, description }: ObservedRequest, step: string | null, by?: string): Concerned[] {
  const request = by === undefined ? description : `${description} by ${by}`
  return limits.map(({ limit, certain }) => ({ limit, certain, place: { step, request, auditID } }))
}
