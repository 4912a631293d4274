import { serverCheck } from '../manifest-check.js'
import { logOf, mountOf, plainPath, volumeOf } from '../server.js'

export const logMountedAsFile = serverCheck({
  id: 'log-mounted-as-file',
  severity: 'error',
  happens:
    'All is well until the file is full. Then the server cannot rename it (`device or resource busy`) and drops every Event, while its health checks say ok.',
  check(server) {
    const log = logOf(server)
    const mount = log === undefined ? undefined : mountOf(server, log.value)
    if (log === undefined || mount === undefined || plainPath(mount.path) !== plainPath(log.value)) return []
    const type = volumeOf(server, mount)?.type ?? ''
    if (type.startsWith('Directory')) return []
    return [
      {
        at: mount.at,
        message: `the log itself is mounted${type === '' ? '' : `, as \`${type}\``}: mount its folder, as \`DirectoryOrCreate\``,
      },
    ]
  },
})
