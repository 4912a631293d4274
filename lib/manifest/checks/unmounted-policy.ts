import { serverCheck } from '../manifest-check.js'
import { flagOf, mountOf, POLICY_FLAG, WEBHOOK_FLAG } from '../server.js'

export const unmountedPolicy = serverCheck({
  id: 'unmounted-policy',
  severity: 'error',
  happens:
    'The file is on the node and not in the container: the server prints `no such file or directory` and exits, again and again.',
  check: (server, { kind }) =>
    server.mounts === null
      ? []
      : [POLICY_FLAG, WEBHOOK_FLAG].flatMap((name) => {
          const flag = flagOf(server, name)
          if (flag === undefined || mountOf(server, flag.value) !== undefined) return []
          const way =
            kind === 'minikube'
              ? 'put it under ~/.minikube/files/etc/ssl/certs and name it as /etc/ssl/certs/…'
              : flag.value.startsWith('/')
                ? 'mount the file, or its folder'
                : 'write the whole path, and mount it'
          return [{ at: flag.valueAt, message: `nothing is mounted at \`${flag.value}\`: ${way}` }]
        }),
})
