import { clusterScopedKind } from '../../scenario/check-lanes.js'
import type { Scenario } from '../../scenario/scenario.js'

/** What the user that the lab was given may do in the cluster, beyond what every run needs. */
export interface Grants {
  /** Null when client certificates can be had by request; else why not. */
  readonly certificates: string | null
  /** Null when it may do everything in a namespace; else why scenarios with steps by admin or with setup cannot be run. */
  readonly administration: string | null
}

/**
 * Why a scenario cannot be run in a cluster that somebody else runs; null when it can. The lab makes namespaces there, and
 * touches nothing outside them.
 */
export function refusalOf(scenario: Scenario, grants: Grants): string | null {
  const [fixed] = scenario.namespaces
  if (fixed !== undefined) return `needs the namespace ${fixed}, ${ONLY_OWN}`
  if (scenario.crds.length > 0) return `needs CustomResourceDefinitions, ${ONLY_OWN}`
  for (const [name, persona] of Object.entries(scenario.personas)) {
    if ('clusterWide' in persona && persona.clusterWide === true)
      return `binds persona ${name} for the whole cluster, ${ONLY_OWN}`
  }
  if (scenario.alone) return `must be alone in the cluster, ${SHARED}`
  const kind = clusterScopedKind(scenario.setup)
  if (kind !== null) return `its setup makes a ${kind}, which belongs to no namespace, ${ONLY_OWN}`
  if (/\bhostPath\b/.test(JSON.stringify([scenario.setup, scenario.steps])))
    return "mounts a folder of a node, and in somebody else's cluster the lab touches no node"
  const component = scenario.steps.flatMap(({ expect }) => expect.flatMap(({ by }) => by ?? []))[0]
  if (component !== undefined)
    return `claims what ${component} does: that is projected from a catch-all log, and this cluster has one policy`
  return personaRefusal(scenario, grants) ?? administrationRefusal(scenario, grants)
}

const ONLY_OWN = "and in somebody else's cluster the lab makes namespaces of its own only"
const SHARED = 'and others work in this one'

function personaRefusal({ personas }: Scenario, { certificates }: Grants): string | null {
  for (const [name, persona] of Object.entries(personas)) {
    if (!('user' in persona)) continue
    if (persona.certificate === 'expired')
      return `persona ${name} has an expired certificate, which no cluster signs on request`
    if (persona.groups?.includes('system:masters') === true)
      return `persona ${name} is in system:masters, for which no cluster signs a certificate on request`
    if (certificates !== null) return `persona ${name} needs a client certificate: ${certificates}`
  }
  return null
}

function administrationRefusal({ steps, setup }: Scenario, { administration }: Grants): string | null {
  if (administration === null) return null
  const step = steps.find(({ persona }) => persona === 'admin')
  if (step !== undefined) return `step ${step.id} is made by an administrator: ${administration}`
  return setup.trim() === '' ? null : `its setup is made by an administrator: ${administration}`
}
