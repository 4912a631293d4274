import { InputError } from '../errors.js'
import type { ServedResource } from '../resources/resource.js'
import type { Asked } from './questions/who.js'

/**
 * `pod/web`, `deploy/web`, `Deployment.apps/web`, `widgets.example.com/x`: the kind as kubectl takes it. A kind that nobody knows is
 * taken for the plural of a custom resource. Throws InputError for anything else.
 */
export function askedObject(text: string, served: readonly ServedResource[]): Asked {
  const [, kind, group, name] = /^([A-Za-z][A-Za-z0-9-]*)(?:\.([a-z0-9.-]+))?\/(.+)$/.exec(text) ?? []
  if (kind === undefined || name === undefined)
    throw new InputError(`${text}: KIND/NAME is expected, such as pod/web or deployments.apps/web`)
  const lower = kind.toLowerCase()
  const known = served.filter(
    ({ resource, singular, kind: own, shortNames, group: of }) =>
      (group === undefined || of === group) && [resource, singular, own.toLowerCase(), ...shortNames].includes(lower),
  )
  const resources =
    known.length > 0
      ? known.map(({ group: of, resource }) => ({ group: of, resource }))
      : [{ group: group ?? null, resource: lower }]
  return { resources, name }
}
