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

/** The stages that are not among these Events though the request passed them, or is still to. */
export function missingStages(attributes: Attributes, seen: readonly Stage[]): Stage[] {
  // A handler that panicked ends with Panic in place of what would have come.
  const panicked = seen.includes('Panic')
  return usualStages({ attributes }).filter(
    (stage) => !seen.includes(stage) && !(panicked && stage !== 'RequestReceived'),
  )
}
