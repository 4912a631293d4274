import { serverCheck } from '../manifest-check.js'

export const quotedValue = serverCheck({
  id: 'quoted-value',
  severity: 'error',
  happens:
    'No shell takes the quotes off: they are a part of the value. The server writes its log below a folder whose name begins with a quote, in the container.',
  check: ({ flags }, { kind }) =>
    flags.flatMap(({ name, value, at }) =>
      name.startsWith('audit-') && kind !== 'minikube' && /^(["']).*\1$/s.test(value)
        ? [
            {
              at,
              message: `the quotes are a part of the value of \`--${name}\`: take them out, or put the whole argument between them`,
            },
          ]
        : [],
    ),
})
