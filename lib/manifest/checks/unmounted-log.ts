import { serverCheck } from '../manifest-check.js'
import { logOf, mountOf } from '../server.js'

export const unmountedLog = serverCheck({
  id: 'unmounted-log',
  severity: 'error',
  happens:
    'The server makes the folder inside its container and writes there: the node sees nothing, and a restart loses it all. Before Kubernetes 1.24 it exits instead.',
  check(server, { kind }) {
    const log = logOf(server)
    if (log === undefined || server.mounts === null || mountOf(server, log.value) !== undefined) return []
    const way = kind === 'minikube' ? 'take `-`, standard output' : 'mount its folder, to be written on'
    return [{ at: log.valueAt, message: `nothing is mounted at \`${log.value}\`: ${way}` }]
  },
})
