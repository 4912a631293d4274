import { attributesOfEvent } from '../../audit/attributes-of.js'
import type { AuditEvent } from '../../audit/event.js'
import { isBy } from '../../scenario/by-user.js'
import { matchesRequest } from '../../scenario/request-pattern.js'
import type { LocatedClaim, Scenario } from '../../scenario/scenario.js'
import { substitute } from '../../scenario/variables.js'
import { waitFor } from '../../util/wait-for.js'
import type { ComponentRequest } from '../execution.js'
import type { LiveCluster } from './cluster.js'
import { groupByAuditID } from './lines.js'

const TIMEOUT_MILLISECONDS = 60_000

/**
 * What the cluster's own clients did for a scenario, from the main server's log: the requests that name the scenario's
 * namespace and were made by a user that a claim's `by` names. Waits until every such claim has its request.
 */
export async function componentRequests(
  cluster: LiveCluster,
  scenario: Scenario,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly ComponentRequest[]> {
  const claims = scenario.steps.flatMap((step) =>
    step.expect.flatMap((claim) => (claim.by === undefined ? [] : { ...claim, by: substitute(claim.by, variables) })),
  )
  if (claims.length === 0) return []
  let found: readonly ComponentRequest[] = []
  await waitFor(
    async () => {
      found = byUsers(await cluster.searchMainLog(variables.namespace ?? ''), new Set(claims.map(({ by }) => by)))
      return claims.every((claim) => isMet(claim, found)) ? true : null
    },
    { timeoutMilliseconds: TIMEOUT_MILLISECONDS, signal, everyMilliseconds: 200 },
  )
  return found
}

function byUsers(lines: readonly string[], wanted: ReadonlySet<string>): ComponentRequest[] {
  return [...groupByAuditID(lines)].flatMap(([auditID, own]) => {
    const event = JSON.parse(own[0] ?? '{}') as Partial<AuditEvent>
    const user = event.user?.username ?? ''
    return [...wanted].some((by) => isBy(by, user)) ? [{ auditID, user, lines: own }] : []
  })
}

/** Its requests are there and have ended. */
function isMet(claim: LocatedClaim & { readonly by: string }, requests: readonly ComponentRequest[]): boolean {
  const matching = requests.filter((request) => {
    const events = request.lines.map((line) => JSON.parse(line) as AuditEvent)
    const [first] = events
    return (
      first !== undefined &&
      isBy(claim.by, request.user) &&
      matchesRequest(claim.pattern, attributesOfEvent(first)) &&
      events.some((event) => event.stage === 'ResponseComplete' || event.stage === 'Panic')
    )
  })
  return matching.length >= (claim.count ?? 1)
}
