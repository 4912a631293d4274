import { serverCheck } from '../manifest-check.js'
import { flagOf, LOG_FLAG, mountOf, plainPath, POLICY_FLAG, volumeOf } from '../server.js'

export const otherPath = serverCheck({
  id: 'other-path',
  severity: 'info',
  happens: 'Whoever looks on the node under the path of the flag finds nothing: the file stands elsewhere there.',
  check: (server) =>
    [POLICY_FLAG, LOG_FLAG].flatMap((name) => {
      const flag = flagOf(server, name)
      const mount = flag === undefined ? undefined : mountOf(server, flag.value)
      const host = mount === undefined ? null : (volumeOf(server, mount)?.hostPath ?? null)
      return flag === undefined || mount === undefined || host === null || plainPath(host) === plainPath(mount.path)
        ? []
        : [
            {
              at: flag.valueAt,
              message: `on the node it stands below \`${host}\`: mount it at the path that it has there`,
            },
          ]
    }),
})
