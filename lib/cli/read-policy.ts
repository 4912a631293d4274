import { InputError } from '../errors.js'
import { loadPolicy } from '../policy/load.js'
import type { Policy } from '../policy/policy.js'
import { readText } from '../scenario/read-text.js'

/** A policy as a server would load it; what the server warns of goes to standard error. Throws InputError when it refuses. */
export async function readPolicy(path: string): Promise<Policy> {
  const loaded = loadPolicy(await policyText(path), path)
  for (const note of loaded.notes) process.stderr.write(`${path}: ${note}\n`)
  if (loaded.loaded === 'refused')
    throw new InputError(`${path}: kube-apiserver would refuse this policy: ${loaded.message}`)
  if (loaded.loaded === 'lenient') process.stderr.write(`${path}: ${loaded.message}\n`)
  return loaded.policy
}

/** `git:main:policy.yaml` is the file as it stands in that revision, by its path from here. */
async function policyText(path: string): Promise<string> {
  const [, revision, file] = /^git:([^:]+):(.+)$/.exec(path) ?? []
  if (revision === undefined || file === undefined) return readText(path)
  const { attempt } = await import('../util/exec.js')
  const { exitCode, stdout, stderr } = await attempt('git', ['show', '--end-of-options', `${revision}:./${file}`])
  if (exitCode !== 0) throw new InputError(`${path}: git says: ${stderr.trim()}`)
  return stdout
}
