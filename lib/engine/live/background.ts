import type { AuditEvent } from '../../audit/event.js'
import type { Plan } from '../engine.js'
import type { Background } from '../execution.js'
import type { LiveCluster } from './cluster.js'

/** What an object of the lab's own is named with: a lane's pod, and the core Events about it. */
export const LANE_PREFIX = 'audit-lab-lane-'

/** What a cluster's own components ask of the API server, for the plan's seconds; null where nobody asked for it. */
export async function recordBackground(plan: Plan, cluster: LiveCluster): Promise<Background | null> {
  const seconds = plan.settings.backgroundSeconds
  if (seconds === 0 || cluster.mainUnprojectable !== null) return null
  plan.progress(`background: what the cluster's own components ask in ${seconds} s`)
  return { seconds, lines: withoutLanes(await cluster.recordMainLog(seconds, plan.signal)) }
}

/**
 * Lines less those of requests about lanes. On a cluster that is used again the kubelet still asks for the pods of
 * lanes that are gone: the lab's doing, and no cost of a cluster without it.
 */
export function withoutLanes(lines: readonly string[]): string[] {
  const named = lines.map((line) => {
    const { auditID, objectRef } = JSON.parse(line) as AuditEvent
    return { line, auditID, lane: objectRef?.name?.startsWith(LANE_PREFIX) === true }
  })
  // RequestReceived of a create has no name yet, so the whole request goes by its auditID.
  const lanes = new Set(named.filter(({ lane }) => lane).map(({ auditID }) => auditID))
  return named.filter(({ auditID }) => !lanes.has(auditID)).map(({ line }) => line)
}
