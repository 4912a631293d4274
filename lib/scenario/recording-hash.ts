import { createHash } from 'node:crypto'
import type { LocatedStep, Scenario } from './scenario.js'
import { isMapping } from './schema-walk.js'
import { setupDocuments } from './setup-documents.js'

/**
 * SHA-256 over what makes a scenario's requests. A recording keeps it: with another hash it is of other requests. Claims,
 * labels, prose and comments make none, so they may change.
 */
export function requestHash({
  personas,
  setup,
  webhook,
  steps,
  namespaces,
  crds,
}: Omit<Scenario, 'requestHash'>): string {
  // Manifests are compared as what they say, which leaves their comments out.
  const manifests = setupDocuments(setup).map(({ manifest }) => manifest)
  const requests = { personas, manifests, webhook, steps: steps.map(actionOf), namespaces, crds }
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(requests)))
    .digest('hex')
}

/** The id is a part of it: a recording says by it which step made a request. */
function actionOf(step: LocatedStep): unknown {
  const { id, persona, background, until, ready, capture } = step
  const when = { id, persona, background, until, ready, capture }
  if ('request' in step) return { ...when, request: step.request }
  const { run, stdin, env, discovery } = step
  return { ...when, run, stdin, env, discovery }
}

/** The order of keys in a file says nothing. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  )
}
