import { serverCheck } from '../manifest-check.js'
import { logOf, mountOf } from '../server.js'

export const readOnlyLog = serverCheck({
  id: 'read-only-log',
  severity: 'error',
  happens: 'The server prints `ensureLogFile: open …: read-only file system` and exits, again and again.',
  check(server, { kind }) {
    const log = logOf(server)
    const mount = log === undefined ? undefined : mountOf(server, log.value)
    if (log === undefined || mount?.readOnly !== true) return []
    const way =
      kind === 'minikube' ? 'take `-`, standard output' : 'take `readOnly: true` out, or mount another folder there'
    // A mount that no line of the file makes has no place of its own.
    const isOwn = server.volumes.some(({ name, at }) => name === mount.volume && at === mount.at)
    const at = kind === 'minikube' || (isOwn && mount.volume === mount.path) ? log.valueAt : mount.at
    return [
      {
        at,
        message: `the log \`${log.value}\` is to be written below \`${mount.path}\`, which is mounted read-only: ${way}`,
      },
    ]
  },
})
