import { serverCheck } from '../manifest-check.js'
import { flagOf, mountOf, plainPath, POLICY_FLAG, volumeOf } from '../server.js'

export const policyFolderMade = serverCheck({
  id: 'policy-folder-made',
  severity: 'info',
  happens:
    'A folder that is missing is made, empty, and the server exits with `no such file` instead of the kubelet saying what is missing.',
  check(server) {
    const policy = flagOf(server, POLICY_FLAG)
    const mount = policy === undefined ? undefined : mountOf(server, policy.value)
    const volume = mount === undefined ? undefined : volumeOf(server, mount)
    // What kubeadm mounts by itself is there.
    const isOwn = volume?.name === mount?.path
    return policy !== undefined &&
      mount !== undefined &&
      !isOwn &&
      plainPath(mount.path) !== plainPath(policy.value) &&
      volume?.type === 'DirectoryOrCreate' &&
      /audit|polic/i.test(mount.path)
      ? [{ at: volume.typeAt, message: 'the folder of the policy is made when it is missing: take `Directory`' }]
      : []
  },
})
