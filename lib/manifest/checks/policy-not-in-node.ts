import { extraMounts } from '../extra-mounts.js'
import type { ManifestCheck, Report } from '../manifest-check.js'
import { flagOf, isBelow, mountOf, plainPath, POLICY_FLAG, volumeOf, type Server } from '../server.js'
import type { Subject } from '../subject.js'
import { below, textOf } from '../yaml-tree.js'

export const policyNotInNode: ManifestCheck = {
  id: 'policy-not-in-node',
  severity: 'error',
  happens:
    'There are two mounts on the way: `extraMounts` brings the file from your machine into the node, `extraVolumes` from the node into the pod. Without the first one the server finds no policy, and `kind create` fails after four minutes.',
  check: (subject) => (subject.kind === 'kind' ? subject.servers.flatMap((server) => missing(server, subject)) : []),
}

function missing(server: Server, subject: Subject): Report[] {
  const policy = flagOf(server, POLICY_FLAG)
  const mount = policy === undefined ? undefined : mountOf(server, policy.value)
  const host = mount === undefined ? null : (volumeOf(server, mount)?.hostPath ?? null)
  if (policy === undefined || mount === undefined || host === null) return []
  const inNode = plainPath(host) + plainPath(policy.value).slice(plainPath(mount.path).length)
  const folders = extraMounts(subject).flatMap((one) => textOf(below(one, 'containerPath')) ?? [])
  return folders.some((folder) => isBelow(inNode, plainPath(folder)))
    ? []
    : [{ at: policy.at, message: `no \`extraMounts\` of a node brings \`${inNode}\` there: add one` }]
}
