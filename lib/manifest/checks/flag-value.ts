import { AUDIT_FLAGS, type FlagType } from '../audit-flags.js'
import { serverCheck } from '../manifest-check.js'

interface Form {
  readonly pattern: RegExp
  readonly words: string
}

/** What the server's flag library takes. */
const FORMS: Readonly<Record<FlagType, Form>> = {
  path: { pattern: /./, words: 'a path' },
  integer: { pattern: /^\+?(?:\d+|0x[\da-f]+)$/i, words: 'a whole number, without a unit' },
  number: { pattern: /^\+?\d+(?:\.\d*)?$/, words: 'a number' },
  boolean: { pattern: /^(?:1|0|t|f|true|false|TRUE|FALSE|True|False|T|F)$/, words: 'true or false' },
  duration: { pattern: /^(?:0|\+?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/, words: 'a time with its unit, as in 30s' },
  mode: { pattern: /^(?:batch|blocking|blocking-strict)$/, words: 'batch, blocking or blocking-strict' },
  format: { pattern: /^(?:json|legacy)$/, words: 'json or legacy' },
  version: { pattern: /^audit\.k8s\.io\/v1$/, words: 'audit.k8s.io/v1' },
}

export const flagValue = serverCheck({
  id: 'flag-value',
  severity: 'error',
  happens:
    "kube-apiserver prints `invalid argument` or `can't be a negative number` into its log and exits, again and again.",
  check: ({ flags }) =>
    flags.flatMap(({ name, value, valueAt }) => {
      const type = AUDIT_FLAGS.get(name)
      // What stands between quotes, or was left for somebody to fill in, is for other checks.
      if (type === undefined || /^["']|["']$|\$\{/.test(value)) return []
      const { pattern, words } = FORMS[type]
      // An empty path switches the flag off.
      if (pattern.test(value) || (type === 'path' && value === '')) return []
      return [{ at: valueAt, message: `\`--${name}\` cannot be \`${value}\`: it takes ${words}` }]
    }),
})
