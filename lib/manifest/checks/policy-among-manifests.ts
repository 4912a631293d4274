import { serverCheck } from '../manifest-check.js'
import { flagOf, POLICY_FLAG } from '../server.js'

export const policyAmongManifests = serverCheck({
  id: 'policy-among-manifests',
  severity: 'warning',
  happens: 'The kubelet reads the policy too, and writes into its journal again and again that it is no pod.',
  check(server) {
    const policy = flagOf(server, POLICY_FLAG)
    return policy !== undefined && /\/(?:pod-)?manifests\/[^/]+$/.test(policy.value)
      ? [
          {
            at: policy.valueAt,
            message:
              'the policy stands among the manifests: put it into a folder of its own, such as /etc/kubernetes/audit',
          },
        ]
      : []
  },
})
