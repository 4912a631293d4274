import { serverCheck } from '../manifest-check.js'
import { flagOf, mountOf, plainPath, POLICY_FLAG, volumeOf } from '../server.js'

export const policyType = serverCheck({
  id: 'policy-type',
  severity: 'error',
  happens:
    'With `FileOrCreate` a policy that is missing becomes an empty file, and the server exits with `unknown group version field audit.k8s.io/__internal`. A type that does not fit the path keeps the pod from starting.',
  check(server) {
    const policy = flagOf(server, POLICY_FLAG)
    const mount = policy === undefined ? undefined : mountOf(server, policy.value)
    const volume = mount === undefined ? undefined : volumeOf(server, mount)
    if (policy === undefined || mount === undefined || volume === undefined) return []
    const isFile = plainPath(mount.path) === plainPath(policy.value)
    if (isFile && volume.type === 'FileOrCreate')
      return [
        {
          at: volume.typeAt,
          message: 'the policy is mounted as `FileOrCreate`: take `File`, so that a missing one is told of',
        },
      ]
    if (!isFile && volume.type.startsWith('File'))
      return [
        {
          at: volume.typeAt,
          message: `\`${mount.path}\` is the folder of the policy, and mounted as \`${volume.type}\`: take \`Directory\``,
        },
      ]
    return []
  },
})
