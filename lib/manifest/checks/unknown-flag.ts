import { meantFlag, AUDIT_FLAGS } from '../audit-flags.js'
import { serverCheck } from '../manifest-check.js'

export const unknownFlag = serverCheck({
  id: 'unknown-flag',
  severity: 'error',
  happens: 'kube-apiserver prints `unknown flag` into its log and exits, again and again.',
  check: ({ flags }) =>
    flags.flatMap(({ name, at }) => {
      const meant = meantFlag(name)
      if (meant !== null) return [{ at, message: `there is no flag \`--${name}\`; did you mean \`--${meant}\`?` }]
      return name.startsWith('audit-') && !AUDIT_FLAGS.has(name)
        ? [{ at, message: `there is no flag \`--${name}\`: take it out` }]
        : []
    }),
})
