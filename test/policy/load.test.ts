import { describe, expect, it } from '@jest/globals'
import { loadPolicy } from '../../lib/policy/load.js'
import type { LoadedPolicy, Policy } from '../../lib/policy/policy.js'

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
const ONE_RULE = `${HEAD}rules:\n- level: Metadata\n`

const load = (text: string): LoadedPolicy => loadPolicy(text, 'policy.yaml')

function policyIn(loaded: LoadedPolicy): Policy {
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

const messageIn = (loaded: LoadedPolicy): string => (loaded.loaded === 'strict' ? '' : loaded.message)

describe('loadPolicy', () => {
  it('reads every field, with the line at which each rule starts', () => {
    const text = `${HEAD}omitStages: [Panic]
omitManagedFields: true
rules:
  # probes
  - level: None
    nonResourceURLs: ["/healthz*", /version]

  - level: RequestResponse
    users: [tim]
    userGroups: [a, b]
    verbs: [patch, delete]
    namespaces: [default, ""]
    omitStages: [RequestReceived]
    omitManagedFields: false
    resources:
      - group: ""
      - group: rbac.authorization.k8s.io
        resources: [clusterroles]
        resourceNames: [edit]
`
    const empty = {
      users: [],
      userGroups: [],
      verbs: [],
      resources: [],
      namespaces: [],
      nonResourceURLs: [],
      omitStages: [],
    }
    expect(load(text)).toEqual({
      loaded: 'strict',
      notes: [],
      policy: {
        omitStages: ['Panic'],
        omitManagedFields: true,
        rules: [
          { ...empty, level: 'None', nonResourceURLs: ['/healthz*', '/version'], omitManagedFields: null, line: 7 },
          {
            ...empty,
            level: 'RequestResponse',
            users: ['tim'],
            userGroups: ['a', 'b'],
            verbs: ['patch', 'delete'],
            namespaces: ['default', ''],
            omitStages: ['RequestReceived'],
            omitManagedFields: false,
            resources: [
              { group: '', resources: [], resourceNames: [] },
              { group: 'rbac.authorization.k8s.io', resources: ['clusterroles'], resourceNames: ['edit'] },
            ],
            line: 10,
          },
        ],
      },
    })
  })

  it.each<[string, string]>([
    ['a level alone', '- level: Metadata'],
    ['a group of users', '- {level: None, userGroups: [system:nodes]}'],
    ['every kind of path', '- {level: None, nonResourceURLs: ["/logs*", "/healthz*", "/metrics", "*"]}'],
    ['a group that looks like a version', '- {level: None, resources: [{group: v1}]}'],
    ['stages', '- {level: None, omitStages: [RequestReceived, ResponseStarted, ResponseComplete, Panic]}'],
    ['null lists, which ask for nothing', '- {level: None, users: , resources: ~}'],
    ['two rules', '- level: None\n- level: Request'],
  ])('takes %s', (_, rules) => {
    expect(load(`${HEAD}rules:\n${rules}\n`)).toMatchObject({ loaded: 'strict' })
  })

  it.each<[string, string, string]>([
    ['an empty rule', '- {}', 'rules[0].level: Required value'],
    ['a rule without a level', '- verbs: [get]', 'rules[0].level: Required value'],
    [
      'a level that there is not',
      '- level: FooBar',
      'rules[0].level: Unsupported value: "FooBar": supported values: "None", "Metadata", "Request", "RequestResponse"',
    ],
    [
      'paths together with namespaces',
      '- {level: None, namespaces: [a], nonResourceURLs: [/x, "/<y>"]}',
      'rules[0].nonResourceURLs: Invalid value: ["/x","/\\u003cy\\u003e"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
    [
      'paths together with resources',
      '- {level: None, resources: [{}], nonResourceURLs: [/x]}',
      'rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
    [
      'a group with its version',
      '- {level: None, resources: [{group: apps/v1}]}',
      'rules[0].resources.group: Invalid value: "apps/v1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric ' +
        "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for " +
        "validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
    [
      'a path without a slash',
      '- {level: None, nonResourceURLs: [/a, logs]}',
      'rules[0].nonResourceURLs[1]: Invalid value: "logs": non-resource URL rules must begin with a \'/\' character',
    ],
    [
      'an empty path',
      '- {level: None, nonResourceURLs: [""]}',
      'rules[0].nonResourceURLs[0]: Invalid value: "": non-resource URL rules must begin with a \'/\' character',
    ],
    [
      'a star inside a path',
      '- {level: None, nonResourceURLs: ["/logs/*/*"]}',
      'rules[0].nonResourceURLs[0]: Invalid value: "/logs/*/*": non-resource URL wildcards \'*\' must be the final character of the rule',
    ],
    [
      'two faults of one path',
      '- {level: None, nonResourceURLs: ["**"]}',
      '[rules[0].nonResourceURLs[0]: Invalid value: "**": non-resource URL rules must begin with a \'/\' character, ' +
        'rules[0].nonResourceURLs[0]: Invalid value: "**": non-resource URL wildcards \'*\' must be the final character of the rule]',
    ],
    [
      'names without resources',
      '- {level: None, resources: [{resourceNames: [leader]}]}',
      'rules[0].resources.resourceNames: Invalid value: ["leader"]: using resourceNames requires at least one resource',
    ],
    [
      'a stage that there is not',
      '- level: None\n  omitStages: [foo]\n- {}',
      '[rules[0].omitStages[0]: Invalid value: "foo": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic, ' +
        'rules[1].level: Required value]',
    ],
    ['no rules', ' []', 'loaded illegal policy with 0 rules'],
    ['a null rule', '- ~', 'rules[0].level: Required value'],
    [
      'one value for a list',
      '- {level: None, verbs: get}',
      'failed decoding: json: cannot unmarshal string into Go struct field PolicyRule.rules.verbs of type []string',
    ],
    [
      'a boolean of YAML 1.1 for a string',
      '- {level: None, users: [no]}',
      'failed decoding: json: cannot unmarshal bool into Go struct field PolicyRule.rules.users of type string',
    ],
    [
      'a number for a string',
      '- {level: None, namespaces: [010]}',
      'failed decoding: json: cannot unmarshal number into Go struct field PolicyRule.rules.namespaces of type string',
    ],
  ])('refuses %s as the server does', (_, rules, message) => {
    expect(load(`${HEAD}rules:\n${rules}\n`)).toEqual({ loaded: 'refused', message, notes: [] })
  })

  it.each<[string, string, string]>([
    ['an empty file', '', 'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy'],
    ['a file of comments', '# nothing\n', 'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy'],
    [
      'no apiVersion',
      'kind: Policy\nrules: [{level: None}]',
      'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy',
    ],
    ['the head alone', HEAD, 'loaded illegal policy with 0 rules'],
    [
      'a version that was removed',
      'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: [{level: None}]',
      'failed decoding: no kind "Policy" is registered for version "audit.k8s.io/v1beta1" in scheme "k8s.io/apiserver/pkg/audit/scheme.go:30"',
    ],
    [
      'the kind in the wrong case',
      'apiVersion: audit.k8s.io/v1\nkind: policy\nrules: [{level: None}]',
      'failed decoding: no kind "policy" is registered for version "audit.k8s.io/v1" in scheme "k8s.io/apiserver/pkg/audit/scheme.go:30"',
    ],
    [
      'JSON with a fault',
      '{"apiVersion": "audit.k8s.io/v1", "rules": [{"level": "None",}]}',
      "failed decoding: couldn't get version/kind; json parse error: invalid character '}' looking for beginning of object key string",
    ],
    [
      'a flow mapping that is no JSON',
      '{apiVersion: audit.k8s.io/v1}',
      "failed decoding: couldn't get version/kind; json parse error: invalid character 'a' looking for beginning of object key string",
    ],
  ])('refuses %s', (_, text, message) => {
    expect(load(text)).toMatchObject({ loaded: 'refused', message })
  })

  it.each<[string, number, string]>([
    ['at the start of the file', 1, `\t${ONE_RULE}`],
    ['on an empty line before anything', 1, `\t\n${ONE_RULE}`],
    ['after the dash of an item', 4, `${HEAD}rules:\n-\tlevel: None\n`],
  ])('refuses a tab where a block may start, which YAML 1.2 would take: %s', (_, line, text) => {
    expect(load(text)).toMatchObject({
      loaded: 'refused',
      message: `failed decoding: yaml: line ${line}: found character that cannot start any token`,
    })
  })

  it('comes to an end with a block scalar that looks like a quote that goes on in the next document', () => {
    expect(load('|\n"a\n---\nb\n')).toMatchObject({ loaded: 'refused' })
  })

  it('says of a quote that never ends that the end is where the server says it is', () => {
    expect(messageIn(load(`${ONE_RULE}  users: "a\n\n`))).toMatch(/^failed decoding: yaml: line 7: /)
    expect(messageIn(load(`${ONE_RULE}  users: "a`))).toMatch(/^failed decoding: yaml: line 5: /)
  })

  it('takes a policy without a kind, and one in JSON', () => {
    expect(load('{"apiVersion": "audit.k8s.io/v1",\n"rules": [\n{"level": "None"}]}')).toMatchObject({
      loaded: 'strict',
      policy: { rules: [{ level: 'None', line: 3 }] },
    })
  })

  it.each<[string, string, string]>([
    ['misspelt', '- level: None\n  verb: [get]', 'unknown field "rules[0].verb"'],
    [
      'in the wrong place',
      '- level: None\n  resources: [{group: "", verbs: [get]}]',
      'unknown field "rules[0].resources[0].verbs"',
    ],
    ['in the wrong case', '- level: None\n  Verbs: [get]', 'unknown field "rules[0].Verbs"'],
    [
      'there twice',
      '- level: None\n  level: Request',
      'yaml: unmarshal errors:\n  line 5: key "level" already set in map',
    ],
  ])('goes on leniently with a warning when a key is %s', (_, rules, fault) => {
    const loaded = load(`${HEAD}rules:\n${rules}\n`)
    expect(loaded.loaded).toBe('lenient')
    expect(messageIn(loaded)).toBe(
      `Audit policy contains errors, falling back to lenient decoding: strict decoding error: ${fault}`,
    )
  })

  it('takes the last of two equal keys in YAML', () => {
    expect(policyIn(load(`${HEAD}rules:\n- level: None\n  level: Request\n`)).rules[0]?.level).toBe('Request')
  })

  it('lays a second list over the first in JSON, element by element', () => {
    const text =
      '{"apiVersion":"audit.k8s.io/v1","rules":[{"level":"None","users":["a","b"]}],"rules":[{"level":"Request"},{"level":"None"}]}'
    expect(policyIn(load(text)).rules).toMatchObject([
      { level: 'Request', users: ['a', 'b'] },
      { level: 'None', users: [] },
    ])
  })

  it('reads a null in a list as the empty string', () => {
    expect(policyIn(load(`${HEAD}rules:\n- {level: None, namespaces: [~]}\n`)).rules[0]?.namespaces).toEqual([''])
  })

  it('lets a merge override the keys before it, as go-yaml 2 does', () => {
    const text = `${HEAD}rules:\n- &one {level: None, users: [a]}\n- level: Request\n  <<: *one\n`
    expect(policyIn(load(text)).rules[1]).toMatchObject({ level: 'None', users: ['a'], line: 5 })
  })

  it('reads flow collections and quotes that go on less indented, which YAML 1.2 forbids', () => {
    const text = `${HEAD}rules: [\n{level: None, users: ["a\nb"]},\n{level: Request}\n]\n`
    expect(policyIn(load(text)).rules).toMatchObject([
      { level: 'None', users: ['a b'], line: 4 },
      { level: 'Request', line: 6 },
    ])
  })

  it('reads the first document only, whatever the second is, and says so', () => {
    const loaded = load(`${ONE_RULE}---\n{ [\n`)
    expect(loaded).toMatchObject({ loaded: 'strict', policy: { rules: [{ level: 'Metadata' }] } })
    expect(loaded.notes).toEqual(['policy.yaml holds more than one document. kube-apiserver reads only the first.'])
  })

  it.each(['', '---\n', '---\n# end\n', '...\n', '...\n# end\n'])('says nothing of %j after the policy', (rest) => {
    expect(load(`---\n${ONE_RULE}${rest}`).notes).toEqual([])
  })

  it.each(['---\n~\n', '---\n""\n', '---\n[]\n', '---\na: b\n', '...\n---\na\n'])(
    'says that it reads no further than the first document before %j',
    (rest) => {
      expect(load(`${ONE_RULE}${rest}`).notes).toHaveLength(1)
    },
  )

  it.each(['', '# nothing\n', '{}', '{"rules": []}'])('says nothing of more documents in %j', (text) => {
    expect(load(text).notes).toEqual([])
  })

  it.each(['2020-01-01T00:00:00Zx', '2020-01-01T00:00:00', '2020-01-01'])('refuses the time %s', (time) => {
    expect(messageIn(load(`${ONE_RULE}metadata: {creationTimestamp: "${time}"}\n`))).toMatch(
      /^failed decoding: parsing time ./,
    )
  })

  it.each([
    '- level: None\n  ~: x',
    '- {level: None, ~: x}',
    '- level: None\n  null: x',
    '- level: None\n  &a : x',
    '- level: None\n  !!null : x',
  ])('refuses the null key of %j', (rules) => {
    expect(messageIn(load(`${HEAD}rules:\n${rules}\n`))).toMatch(
      /^failed decoding: unsupported map key of type: %!s\(<nil>\), key: <nil>/,
    )
  })

  it.each(['- level: None\n  : x', '- level: None\n  x: {: y}'])('refuses the key that is not there in %j', (rules) => {
    expect(messageIn(load(`${HEAD}rules:\n${rules}\n`))).toBe(
      'failed decoding: yaml: line 5: did not find expected key',
    )
  })

  it.each([
    ['false', false],
    ['', false],
    ['true', true],
  ])('takes omitManagedFields: %s of a policy for %s', (value, expected) => {
    expect(policyIn(load(`${ONE_RULE}omitManagedFields: ${value}\n`)).omitManagedFields).toBe(expected)
  })
})

describe('loadPolicy takes a policy out of', () => {
  const indented = (spaces: number) => ONE_RULE.replace(/^(?=.)/gm, ' '.repeat(spaces))

  it.each<[string, string, string, number]>([
    [
      'a ConfigMap',
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: audit}\ndata:\n  other: x\n  policy.yaml: |\n${indented(4)}`,
      'the ConfigMap audit, under data.policy.yaml',
      10,
    ],
    [
      'a ClusterAuditPolicy of k0rdent',
      'apiVersion: k0rdent.mirantis.com/v1beta1\nkind: ClusterAuditPolicy\nmetadata: {name: default}\nspec:\n  policy:\n    rules:\n    - level: Metadata\n',
      'the k0rdent ClusterAuditPolicy default, under spec.policy',
      7,
    ],
    [
      'a KubeAuditPolicyConfig of Talos',
      `apiVersion: v1alpha1\nkind: KubeAuditPolicyConfig\nconfiguration:\n${indented(2)}`,
      'the Talos KubeAuditPolicyConfig, under configuration',
      7,
    ],
    [
      'a machine configuration of Talos',
      `version: v1alpha1\ncluster:\n  apiServer:\n    auditPolicy:\n${indented(6)}`,
      'the Talos machine configuration, under cluster.apiServer.auditPolicy',
      8,
    ],
  ])('%s, with lines of the whole file', (_, text, holder, line) => {
    const loaded = load(text)
    expect(loaded).toMatchObject({ loaded: 'strict', policy: { rules: [{ level: 'Metadata', line }] } })
    expect(loaded.notes).toEqual([
      `policy.yaml: the policy was taken out of ${holder}. kube-apiserver takes it only without that.`,
    ])
  })

  it('a ConfigMap that has no name and holds JSON and more than one document', () => {
    const loaded = load(
      `kind: ConfigMap\ndata:\n  a: "b"\n  p: |\n    {"apiVersion": "audit.k8s.io/v1",\n     "rules" : [{"level": "None"}]}\n`,
    )
    expect(loaded).toMatchObject({ loaded: 'strict', policy: { rules: [{ level: 'None', line: 6 }] } })
    expect(loaded.notes).toEqual([
      'policy.yaml: the policy was taken out of the ConfigMap without a name, under data.p. kube-apiserver takes it only without that.',
    ])
    const two = load(`kind: ConfigMap\nmetadata: {name: x}\ndata:\n  p: |\n${indented(4)}    ---\n    a: b\n`)
    expect(two.notes[1]).toBe(
      'policy.yaml: the ConfigMap x, under data.p holds more than one document. kube-apiserver reads only the first.',
    )
  })

  it.each([
    ['a ConfigMap without data', 'kind: ConfigMap'],
    ['a ConfigMap whose data is text', 'kind: ConfigMap\ndata: "rules:"'],
    [
      'a ConfigMap whose text only mentions rules',
      'kind: ConfigMap\ndata: {a: "the rules: none", b: "rulesx:", c: [rules]}',
    ],
    ['a Policy with such fields', 'kind: Policy\nspec: {policy: {rules: [{level: None}]}}'],
    ['another kind with such fields', 'kind: Other\nspec: {policy: {rules: [{level: None}]}}'],
    ['a ClusterAuditPolicy whose policy is text', 'kind: ClusterAuditPolicy\nspec: {policy: "rules:"}'],
  ])('nothing that is not there: %s', (_, text) => {
    expect(load(`${text}\n`)).toMatchObject({ loaded: 'refused', notes: [] })
  })

  it('what says its own version and kind, which count', () => {
    const text = 'kind: KubeAuditPolicyConfig\nconfiguration: {apiVersion: v1, kind: Policy, rules: [{level: None}]}\n'
    expect(load(text)).toMatchObject({ loaded: 'refused', message: expect.stringContaining('for version "v1"') })
  })

  it('no ConfigMap without a policy', () => {
    expect(load('apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n')).toMatchObject({
      loaded: 'refused',
      message:
        'failed decoding: no kind "ConfigMap" is registered for version "v1" in scheme "k8s.io/apiserver/pkg/audit/scheme.go:30"',
    })
  })
})
