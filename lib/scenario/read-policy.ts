import { loadPolicy } from '../policy/load.js'
import type { LoadedPolicy } from '../policy/policy.js'
import { compiled, textKey } from './compiled.js'

/** A policy as kube-apiserver loads it; one of the catalog's comes as the build loaded it. */
export function readPolicy(text: string, path: string): LoadedPolicy {
  return compiled().policies[textKey(text)] ?? loadPolicy(text, path)
}
