import fc from 'fast-check'

/**
 * Policy files from a small vocabulary, so that rules and requests collide: every wildcard form, empty and null lists,
 * YAML 1.1 scalars, misspelt and duplicate keys, values that the server refuses, in YAML and in JSON.
 */
export const policyFile: fc.Arbitrary<string> = fc
  .record({
    document: fc.nat().chain(() => documentOf()),
    style: fc.constantFrom('yaml', 'yaml', 'yaml', 'flow', 'json'),
  })
  .map(({ document, style }) => {
    if (style === 'json') return renderJson(document)
    return style === 'flow' ? renderFlow(document) : renderYaml(document)
  })

const SNIPPETS = [
  ...[
    '\t',
    ' ',
    '\n',
    '\r\n',
    '#',
    ' # comment\n',
    '\n---\n',
    '\n...\n',
    '&a ',
    '*a',
    '\n<<: *a\n',
    '|',
    '|\n',
    '>-\n',
    '%',
    '@',
    '`',
    '"',
    "'",
  ],
  ...[
    ',',
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '? ',
    '- ',
    '!',
    '!!str ',
    '\u00e9',
    '\ufeff',
    '\\',
    '~',
    '=',
    '\0',
    '\u0085',
    '\u2028',
    '- - ',
  ],
]

/** The same with characters put in or taken out anywhere: most of it is no policy any more, some of it is no YAML. */
export const damagedPolicyFile: fc.Arbitrary<string> = fc
  .tuple(
    policyFile,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...SNIPPETS), fc.nat(2)), { minLength: 1, maxLength: 3 }),
  )
  .map(([file, edits]) =>
    edits.reduce((damaged, [position, snippet, removed]) => {
      const at = position % (damaged.length + 1)
      return damaged.slice(0, at) + snippet + damaged.slice(at + removed)
    }, file),
  )

/** A value before it is written; the two texts of a scalar are what stands for it in YAML and in JSON. */
type Value = Scalar | readonly Value[] | Mapping
interface Scalar {
  readonly yaml: string
  readonly json: string
}
interface Mapping {
  readonly entries: readonly (readonly [string, Value])[]
}

const USERS = ['alice', 'bob', 'system:anonymous', '*']
const GROUPS = ['dev', 'ops', 'system:authenticated', 'system:unauthenticated', '*']
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'delete', 'deletecollection', '', '*']
const NAMESPACES = ['', 'a', 'b', '*', 'kube-*']
const API_GROUPS = ['', 'apps', 'batch', 'v1']
const PATTERNS = ['pods', 'secrets', 'pods/log', 'pods/status', '*', 'pods/*', '*/log', '*/status', '*/*']
const DEAD_PATTERNS = ['p*', 'pods/l*', 'Pods', '', '*/', '/*', 'pods/', '**']
const NAMES = ['', 'x', 'y']
const URLS = ['*', '/', '/healthz', '/healthz*', '/*', '/api*', '/healthz/*', '/metrics', '/apis']
const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse']
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic']

/** Plain scalars that are no strings in YAML 1.1, or look as if they were none. */
const ODD_SCALARS: readonly Scalar[] = [
  ...['yes', 'no', 'on', 'off', 'y', 'N', 'true', 'False', 'TRUE'].map((yaml) => ({ yaml, json: 'true' })),
  ...['~', 'null', 'Null', 'NULL', ''].map((yaml) => ({ yaml, json: 'null' })),
  ...['1', '010', '0x1F', '1_000', '+1', '-0', '0o7', '0b11', '1.5', '.5', '1e3', '1.', '-.5e-1'].map((yaml) => ({
    yaml,
    json: '1.5',
  })),
  ...[
    '2001-01-01',
    '12:30',
    '08',
    '1__0',
    '0x',
    '1e',
    '._5',
    '.',
    'yEs',
    'tRue',
    'nULL',
    '=',
    '1.2.3',
    '99999999999999999999999',
  ].map((yaml) => ({ yaml, json: '"odd"' })),
  ...[
    '!!str yes',
    '!!str 1',
    '! 1',
    '!!int 5',
    '!!bool y',
    '!!float 1',
    '!!null ~',
    '!custom pods',
    '!!binary cG9kcw==',
  ].map((yaml) => ({
    yaml,
    json: '"tagged"',
  })),
  { yaml: '.nan', json: '1e400' },
  { yaml: '-.inf', json: '-1' },
  { yaml: '{}', json: '{}' },
  { yaml: '[]', json: '[]' },
  { yaml: '{a: b}', json: '{"a":"b"}' },
  { yaml: '[a]', json: '["a"]' },
]

const odd = fc.constantFrom(...ODD_SCALARS)

function rarely<Item>(often: fc.Arbitrary<Item>, weight: number, rare: fc.Arbitrary<Item>): fc.Arbitrary<Item> {
  return fc.oneof({ weight: weight - 1, arbitrary: often }, { weight: 1, arbitrary: rare })
}

const text = (value: string) => fc.constantFrom(...spellings(value))

function spellings(value: string): Scalar[] {
  const json = JSON.stringify(value)
  const isPlain = /^[A-Za-z/][\w./:-]*\*?$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value)
  const quoted = [
    { yaml: json, json },
    { yaml: `'${value.replaceAll("'", "''")}'`, json },
  ]
  return isPlain ? [{ yaml: value, json }, ...quoted] : quoted
}

const stringOf = (...values: readonly string[]) => fc.constantFrom(...values).chain(text)

/** Mostly a list of strings; sometimes empty, null, a lone scalar, or with an item that is no string. */
function listOf(...values: readonly string[]): fc.Arbitrary<Value> {
  const item: fc.Arbitrary<Value> = rarely(stringOf(...values), 400, odd)
  return fc.oneof(
    { weight: 60, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
    { weight: 4, arbitrary: fc.constant<Value>([]) },
    { weight: 3, arbitrary: fc.constant<Value>({ yaml: '', json: 'null' }) },
    { weight: 1, arbitrary: fc.constantFrom<Value>([{ yaml: '~', json: 'null' }], [{ yaml: 'null', json: 'null' }]) },
  )
}

/** Each entry with its own chance to be there. */
function mapping(chances: Readonly<Record<string, readonly [number, fc.Arbitrary<Value>]>>): fc.Arbitrary<Mapping> {
  const entries = Object.entries(chances).map(([key, [percent, value]]) =>
    fc.oneof(
      { weight: 100 - percent, arbitrary: fc.constant<(readonly [string, Value])[]>([]) },
      { weight: percent, arbitrary: value.map((one): (readonly [string, Value])[] => [[key, one]]) },
    ),
  )
  return fc
    .tuple(...entries)
    .chain((all) => fc.shuffledSubarray(all.flat(), { minLength: all.flat().length }))
    .map((all) => ({ entries: all }))
}

/** Now and then a key twice, one that is misspelt, or one in the wrong case. */
function withFaults(value: fc.Arbitrary<Mapping>): fc.Arbitrary<Mapping> {
  const fault = fc.constantFrom<readonly [string, Value]>(
    ['verb', [{ yaml: 'get', json: '"get"' }]],
    ['namespace', { yaml: 'a', json: '"a"' }],
    ['Level', { yaml: 'None', json: '"None"' }],
    ['level', { yaml: 'None', json: '"None"' }],
    ['level', { yaml: 'Request', json: '"Request"' }],
    ['users', [{ yaml: 'alice', json: '"alice"' }]],
    ['users', { yaml: '', json: 'null' }],
    ['resources', []],
    [
      'verbs',
      [
        { yaml: 'get', json: '"get"' },
        { yaml: '', json: 'null' },
      ],
    ],
    ['rules', [{ entries: [['level', { yaml: 'Metadata', json: '"Metadata"' }]] }]],
    ['kind', { yaml: 'Policy', json: '"Policy"' }],
    ['y', { yaml: 'n', json: 'false' }],
    ['1', { yaml: '2', json: '2' }],
    ['metadata', { yaml: '', json: 'null' }],
  )
  const faulty = fc
    .tuple(value, fault, fc.nat(8))
    .map(([{ entries }, extra, at]) => ({ entries: entries.toSpliced(at, 0, extra) }))
  return rarely(value, 60, faulty)
}

const groupResources = withFaults(
  mapping({
    group: [80, rarely(stringOf(...API_GROUPS), 150, fc.oneof(stringOf('apps/v1', '*', 'Apps', 'a..b', '-a'), odd))],
    resources: [85, listOf(...PATTERNS, ...PATTERNS, ...DEAD_PATTERNS)],
    resourceNames: [5, listOf(...NAMES)],
  }),
)

const stages = rarely(listOf(...STAGES), 100, listOf('Panic', 'panic', 'RequestRecieved'))
const resourceList = rarely<Value>(
  fc.array(groupResources, { minLength: 1, maxLength: 3 }),
  100,
  fc.constantFrom<Value>([], [{ entries: [] }]),
)
const urls = rarely(listOf(...URLS), 60, listOf('logs', '', '/logs/*/*', '/*.log', '**', '/a**', '/é*', '"', '<a>&'))
const common = {
  level: [99, rarely<Value>(stringOf(...LEVELS), 200, fc.oneof(stringOf('metadata', 'All', '', '<b>&"\u00e9\\'), odd))],
  users: [20, listOf(...USERS)],
  userGroups: [20, listOf(...GROUPS)],
  verbs: [30, listOf(...VERBS)],
  omitStages: [15, stages],
  omitManagedFields: [
    15,
    rarely<Value>(fc.constantFrom({ yaml: 'true', json: 'true' }, { yaml: 'no', json: 'false' }), 40, odd),
  ],
} as const

const rule: fc.Arbitrary<Value> = rarely<Value>(
  withFaults(
    fc.oneof(
      {
        weight: 50,
        arbitrary: mapping({ ...common, resources: [90, resourceList], namespaces: [25, listOf(...NAMESPACES)] }),
      },
      { weight: 25, arbitrary: mapping({ ...common, nonResourceURLs: [95, urls] }) },
      { weight: 10, arbitrary: mapping(common) },
      {
        weight: 1,
        arbitrary: mapping({
          ...common,
          nonResourceURLs: [95, urls],
          resources: [50, resourceList],
          namespaces: [30, listOf('a')],
        }),
      },
    ),
  ),
  300,
  odd,
)

const apiVersion = stringOf(
  'audit.k8s.io/v1beta1',
  'audit.k8s.io',
  '',
  'v1',
  'audit.k8s.io/',
  'a/b/c',
  'audit.k8s.io/__internal',
  '/',
)
const kind = stringOf('policy', 'PolicyList', 'ConfigMap', '', 'Event', 'Status')
const metadata: fc.Arbitrary<Value> = mapping({
  name: [90, rarely<Value>(stringOf('p'), 20, odd)],
  labels: [30, rarely<Value>(mapping({ a: [50, rarely<Value>(stringOf('b'), 10, odd)] }), 10, odd)],
  creationTimestamp: [
    30,
    fc.constantFrom({ yaml: 'null', json: 'null' }, { yaml: '2020-01-01T00:00:00Z', json: '"2020-01-01T00:00:00Z"' }),
  ],
  finalizers: [10, listOf('f')],
  generation: [10, rarely<Value>(fc.constant({ yaml: '1', json: '1' }), 3, odd)],
  extra: [5, stringOf('x')],
})

function documentOf(): fc.Arbitrary<Mapping> {
  return withFaults(
    mapping({
      apiVersion: [99, rarely<Value>(stringOf('audit.k8s.io/v1'), 80, fc.oneof(apiVersion, odd))],
      kind: [98, rarely<Value>(stringOf('Policy'), 80, fc.oneof(kind, odd))],
      metadata: [10, metadata],
      omitStages: [20, stages],
      omitManagedFields: [
        20,
        rarely<Value>(fc.constantFrom({ yaml: 'true', json: 'true' }, { yaml: 'off', json: 'false' }), 60, odd),
      ],
      rules: [
        99,
        rarely<Value>(fc.array(rule, { minLength: 1, maxLength: 7 }), 60, fc.oneof(odd, fc.constant<Value>([]))),
      ],
    }),
  )
}

function isScalar(value: Value): value is Scalar {
  return 'yaml' in value
}

function isMapping(value: Value): value is Mapping {
  return !Array.isArray(value) && 'entries' in value
}

function renderYaml(value: Value, indent = ''): string {
  if (isScalar(value)) return value.yaml
  if (isMapping(value)) {
    if (value.entries.length === 0) return '{}'
    return value.entries.map(([key, member]) => `${key}:${renderNested(member, `${indent}  `)}`).join(`\n${indent}`)
  }
  if (value.length === 0) return '[]'
  return value.map((item) => `- ${renderYaml(item, `${indent}  `)}`).join(`\n${indent}`)
}

function renderNested(value: Value, indent: string): string {
  const rendered = renderYaml(value, indent)
  const isBlock = !isScalar(value) && rendered !== '{}' && rendered !== '[]'
  return isBlock ? `\n${indent}${rendered}` : ` ${rendered}`.trimEnd()
}

/** Rules in flow style below a block mapping: a file that starts with a brace would be JSON. */
function renderFlow(value: Mapping): string {
  return value.entries.map(([key, member]) => `${key}: ${flow(member)}`).join('\n')
}

function flow(value: Value): string {
  if (isScalar(value)) return value.yaml
  if (isMapping(value)) return `{${value.entries.map(([key, member]) => `${key}: ${flow(member)}`).join(', ')}}`
  return `[${value.map(flow).join(', ')}]`
}

function renderJson(value: Value): string {
  if (isScalar(value)) return value.json
  if (isMapping(value))
    return `{${value.entries.map(([key, member]) => `${JSON.stringify(key)}: ${renderJson(member)}`).join(',\n')}}`
  return `[${value.map(renderJson).join(', ')}]`
}
