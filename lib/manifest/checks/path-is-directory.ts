import { serverCheck } from '../manifest-check.js'
import { flagOf, logOf, mountOf, plainPath, POLICY_FLAG, volumeOf } from '../server.js'

export const pathIsDirectory = serverCheck({
  id: 'path-is-directory',
  severity: 'error',
  happens: 'The server prints `is a directory` and exits, again and again.',
  check: (server) =>
    [logOf(server), flagOf(server, POLICY_FLAG)].flatMap((flag) => {
      if (flag === undefined) return []
      const mount = mountOf(server, flag.value)
      const isFolder = mount !== undefined && (volumeOf(server, mount)?.type ?? '').startsWith('Directory')
      const isMounted = isFolder && plainPath(mount.path) === plainPath(flag.value)
      return isMounted || flag.value.endsWith('/')
        ? [{ at: flag.valueAt, message: `\`--${flag.name}\` is a folder: name a file in it` }]
        : []
    }),
})
