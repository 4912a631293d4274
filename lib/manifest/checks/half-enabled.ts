import { serverCheck } from '../manifest-check.js'
import { flagOf, LOG_FLAG, POLICY_FLAG, WEBHOOK_FLAG } from '../server.js'

export const halfEnabled = serverCheck({
  id: 'half-enabled',
  severity: 'error',
  happens:
    'The server starts and says nothing, and not one Event is written: it needs a policy, and a place to send Events to.',
  check(server) {
    const policy = flagOf(server, POLICY_FLAG)
    const backend = flagOf(server, LOG_FLAG) ?? flagOf(server, WEBHOOK_FLAG)
    if (policy !== undefined && backend === undefined)
      return [
        {
          at: policy.at,
          message: `a policy, and neither \`--${LOG_FLAG}\` nor \`--${WEBHOOK_FLAG}\`: add one of them`,
        },
      ]
    if (policy === undefined && backend !== undefined)
      return [{ at: backend.at, message: `\`--${backend.name}\` without \`--${POLICY_FLAG}\`: add it` }]
    const [other] = server.flags.filter(({ name }) => name.startsWith('audit-'))
    return policy === undefined && other !== undefined
      ? [{ at: other.at, message: `\`--${other.name}\` with no \`--${POLICY_FLAG}\`: it changes nothing` }]
      : []
  },
})
