import type { Attributes } from './attributes.js'
import type { Stage } from './level.js'
import { isLongRunning } from './long-running.js'

/**
 * The stages that a request passes when all goes well, before any is omitted.
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export function usualStages({ attributes }: { readonly attributes: Attributes }): readonly Stage[] {
  // A 401 and a refused `timeout=` are answered before the audit filter: one Event, and no user in it.
  if (attributes.user === null) return ['ResponseStarted']
  if (isLongRunning(attributes)) return ['RequestReceived', 'ResponseStarted', 'ResponseComplete']
  return ['RequestReceived', 'ResponseComplete']
}
