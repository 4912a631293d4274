import { serverCheck } from '../manifest-check.js'
import { logOf, mountOf, plainPath, volumeOf } from '../server.js'

export const logType = serverCheck({
  id: 'log-type',
  severity: 'error',
  happens:
    'The kubelet finds a folder where a file should be, or makes a file where the folder should be, and the pod does not start.',
  check(server) {
    const log = logOf(server)
    const mount = log === undefined ? undefined : mountOf(server, log.value)
    const volume = mount === undefined ? undefined : volumeOf(server, mount)
    if (log === undefined || mount === undefined || volume === undefined) return []
    const isFolder = plainPath(mount.path) !== plainPath(log.value)
    return isFolder && volume.type.startsWith('File')
      ? [
          {
            at: volume.typeAt,
            message: `\`${mount.path}\` is the folder of the log, and mounted as \`${volume.type}\`: take \`DirectoryOrCreate\``,
          },
        ]
      : []
  },
})
