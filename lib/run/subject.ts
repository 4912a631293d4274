import { isDiscovery } from '../audit/is-discovery.js'
import { isBy } from '../scenario/by-user.js'
import type { LocatedClaim, LocatedStep, Position } from '../scenario/scenario.js'
import { matchesRequest } from '../scenario/request-pattern.js'
import { groupBy } from '../util/group.js'
import type { Bounds } from './judge-claim.js'
import type { ObservedRequest } from './observe.js'

/** Requests that are judged together: those that a claim covers, or those of one description that none does. */
export interface Subject {
  readonly step: string
  /** What they are called in results and cells files. */
  readonly request: string
  /** Incidental are kubectl's discovery and what components do: they count as claimed, but nobody claims anything. */
  readonly kind: 'claimed' | 'unclaimed' | 'incidental'
  readonly bounds: Bounds & { readonly count?: number | undefined }
  readonly by: string | null
  readonly position: Position
  readonly requests: readonly ObservedRequest[]
}

/** The step of requests that components made while a scenario ran: nothing tells which step they answered. */
export const COMPONENTS = 'components'

export interface Component {
  readonly user: string
  readonly request: ObservedRequest
}

/** The requests of a claim whose variables are filled in; `request` is what it is called, variables and all. */
export function claimSubject(
  step: string,
  claim: LocatedClaim,
  request: string,
  requests: readonly ObservedRequest[],
  components: readonly Component[],
): Subject {
  const candidates = claim.by === undefined ? requests : componentsOf(claim.by, components)
  return {
    step,
    request,
    kind: 'claimed',
    bounds: claim,
    by: claim.by ?? null,
    position: claim.position,
    requests: candidates.filter(({ attributes }) => matchesRequest(claim.pattern, attributes)),
  }
}

/** The requests of a step that no claim covers, by description. kubectl's discovery is apart. */
export function unclaimedSubjects(
  step: LocatedStep,
  requests: readonly ObservedRequest[],
  claimed: readonly Subject[],
): Subject[] {
  const covered = new Set(claimed.flatMap((subject) => subject.requests))
  const rest = requests.filter((request) => !covered.has(request))
  return [...groupBy(rest, ({ description }) => description)].map(([request, group]) => {
    const kind = isDiscovery(group[0].attributes) ? 'incidental' : 'unclaimed'
    return { step: step.id, request, kind, bounds: {}, by: null, position: step.position, requests: group }
  })
}

/** The requests of components that no claim covers. They count as claimed: no scenario can know them all. */
export function componentSubjects(components: readonly Component[], claimed: readonly Subject[]): Subject[] {
  const covered = new Set(claimed.flatMap((subject) => subject.requests))
  const rest = components.filter(({ request }) => !covered.has(request))
  const groups = groupBy(rest, ({ user, request }) => `${request.description} by ${user}`)
  return [...groups].map(([request, group]) => ({
    ...{ step: COMPONENTS, request, kind: 'incidental', bounds: {}, by: group[0].user },
    position: { line: 1, column: 1 },
    requests: group.map((component) => component.request),
  }))
}

export function componentsOf(by: string, components: readonly Component[]): ObservedRequest[] {
  return components.filter(({ user }) => isBy(by, user)).map(({ request }) => request)
}
