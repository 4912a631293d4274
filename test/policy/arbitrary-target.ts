import fc from 'fast-check'

const SEGMENTS = [
  ...[
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'watch',
    'proxy',
    'pods',
    'deployments',
    'a',
    'b',
    'status',
    'finalize',
  ],
  ...['log', 'scale', '', '.', '%2F', 'a%2Fb', '%20', 'caf%C3%A9', 'https:a:443', '+', 'a;b', 'a=b', '*'],
]
const PREFIXES = [
  '/',
  '/api/v1/',
  '/apis/apps/v1/',
  '/api/v1/namespaces/',
  '/apis/apps/v1/namespaces/a/',
  '/api/v1/watch/',
  '//',
]

const NAMES = [
  'metadata.name=x',
  'metadata.name==x',
  'metadata.name!=x',
  'metadata.name=',
  'metadata.name=..',
  'metadata.name=a/b',
]
const FIELDS = [
  ...NAMES,
  'a=b',
  'a',
  '',
  'metadata.name=a\\,b',
  'metadata.name=a\\',
  'metadata.name=a\\b',
  'metadata.name=a=b',
  'metadata.name',
]
const LABELS = [
  'a',
  '!a',
  'a=b',
  'a in (b,c)',
  'a in (b,,c)',
  'a in (b,,)',
  'a notin ()',
  'a>1',
  'a>x',
  '!a=b',
  '(',
  'a b',
  'x.io/a',
  'a/b/c',
  'a=',
  '',
]
const INTEGERS = ['1', '', 'x', '-1', '+1', '1.5', '0x1', '9223372036854775807', '9223372036854775808', '01', '1_0']
const BOOLEANS = ['', '0', '1', 'false', 'False', 'true', 'x']

const joined = (parts: readonly string[], separator: string) =>
  fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 }).map((some) => some.join(separator))

const encoded = (name: string, value: fc.Arbitrary<string>) =>
  value.map((text) => `${name}=${encodeURIComponent(text)}`)

const parameter = fc.oneof(
  encoded('watch', fc.constantFrom(...BOOLEANS)),
  encoded('fieldSelector', joined(FIELDS, ',')),
  encoded('fieldSelector', joined(FIELDS, ',')),
  encoded('labelSelector', joined(LABELS, ',')),
  encoded('labelSelector', joined(['a', 'b', 'in', 'notin', '(', ')', ',', '=', '!=', '!', '>', '==', ' ', '1'], '')),
  encoded('limit', fc.constantFrom(...INTEGERS)),
  encoded('timeoutSeconds', fc.constantFrom(...INTEGERS)),
  fc.constantFrom(
    'watch',
    'a;watch=1',
    'watch=%zz',
    '',
    '&',
    'fieldSelector=metadata.name%3d+x',
    'resourceVersion=x',
    'pretty',
  ),
)

/** Methods and targets from the words that kube-apiserver looks for in a URL. */
export const target: fc.Arbitrary<{ readonly method: string; readonly target: string }> = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'get', 'TRACE'),
  target: fc
    .tuple(
      fc.constantFrom(...PREFIXES),
      fc.array(fc.constantFrom(...SEGMENTS), { maxLength: 6 }),
      fc.array(parameter, { maxLength: 4 }),
    )
    .map(([prefix, segments, parameters]) => {
      const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`
      return `${prefix}${segments.join('/')}${query}`
    }),
})
