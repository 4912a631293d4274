import type { LoadedPolicy } from '../policy/policy.js'
import { compiled, textKey } from './compiled.js'

/** A policy as kube-apiserver loads it; one of the catalog's comes as the build loaded it. */
export async function readPolicy(text: string, path: string): Promise<LoadedPolicy> {
  const known = compiled().policies[textKey(text)]
  if (known !== undefined) return known
  const { loadPolicy } = await import('../policy/load.js')
  return loadPolicy(text, path)
}
