import { describe, expect, test } from '@jest/globals'
import { lint } from '../../lib/lint/lint.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

/** A surprise of auditing that a policy file can show, with a file that shows it and the lint rule that says so. */
interface Visible {
  readonly surprise: number
  readonly what: string
  readonly rules: string
  readonly rule: string
}

const core = (resources: string, more = ''): string => `
  - level: Metadata
    resources: [{group: '', resources: [${resources}]}]${more}`
const group = (name: string, resources: string): string => `
  - level: Metadata
    resources: [{group: ${name}, resources: [${resources}]}]`

const VISIBLE: readonly Visible[] = [
  { surprise: 1, what: 'pods is not pods/exec', rules: core('pods'), rule: 'subresource-not-covered' },
  { surprise: 1, what: 'pods/* is pods too', rules: core("'pods/*'"), rule: 'star-covers-resource' },
  {
    surprise: 2,
    what: 'verbs under resources',
    rules: "\n  - level: None\n    resources: [{group: '', resources: [pods], verbs: [get]}]",
    rule: 'unknown-key',
  },
  { surprise: 2, what: 'verb', rules: '\n  - level: None\n    verb: [get]', rule: 'unknown-key' },
  { surprise: 3, what: 'deployments in the core group', rules: core('deployments'), rule: 'unknown-resource' },
  { surprise: 3, what: 'a singular', rules: core('pod'), rule: 'unknown-resource' },
  { surprise: 3, what: 'a short name', rules: core('cm'), rule: 'unknown-resource' },
  {
    surprise: 4,
    what: 'scale in autoscaling',
    rules: group('autoscaling', 'deployments/scale'),
    rule: 'unknown-resource',
  },
  { surprise: 4, what: 'eviction in policy', rules: group('policy', 'pods/eviction'), rule: 'unknown-resource' },
  {
    surprise: 4,
    what: 'token in authentication.k8s.io',
    rules: group('authentication.k8s.io', 'serviceaccounts/token'),
    rule: 'unknown-resource',
  },
  {
    surprise: 5,
    what: 'paths of resources',
    rules: "\n  - level: None\n    nonResourceURLs: ['/apis/apps/v1/namespaces/*']",
    rule: 'path-of-resource',
  },
  {
    surprise: 5,
    what: 'a star inside a path',
    rules: "\n  - level: None\n    nonResourceURLs: ['/apis/*/namespaces']",
    rule: 'refused',
  },
  { surprise: 6, what: 'the first match wins', rules: `\n  - level: None${core('secrets')}`, rule: 'shadowed-rule' },
  {
    surprise: 6,
    what: 'omitStages of the last rule',
    rules: `${core('secrets')}\n  - level: Metadata\n    omitStages: [RequestReceived]`,
    rule: 'request-received',
  },
  {
    surprise: 7,
    what: 'Request for the request alone',
    rules: '\n  - level: Request\n    omitStages: [ResponseComplete]',
    rule: 'no-outcome',
  },
  {
    surprise: 8,
    what: 'names of what is created',
    rules:
      "\n  - level: Metadata\n    verbs: [create]\n    resources: [{group: '', resources: [pods], resourceNames: [web]}]",
    rule: 'name-on-create',
  },
  {
    surprise: 9,
    what: 'a star in users',
    rules: "\n  - level: None\n    users: ['system:serviceaccount:kube-system:*']",
    rule: 'literal-wildcard',
  },
  {
    surprise: 9,
    what: 'a group among users',
    rules: "\n  - level: None\n    users: ['system:masters']",
    rule: 'group-as-user',
  },
  {
    surprise: 10,
    what: 'Events of one group',
    rules: "\n  - level: None\n    resources: [{group: '', resources: [events]}]\n  - level: Metadata",
    rule: 'one-events-group',
  },
  {
    surprise: 15,
    what: 'bodies of Secrets',
    rules: core('secrets').replace('Metadata', 'Request'),
    rule: 'secret-bodies',
  },
  {
    surprise: 15,
    what: 'bodies of tokens',
    rules: core('serviceaccounts/token').replace('Metadata', 'RequestResponse'),
    rule: 'secret-bodies',
  },
  { surprise: 17, what: 'exec by one verb', rules: core('pods/exec', '\n    verbs: [create]'), rule: 'exec-one-verb' },
  {
    surprise: 18,
    what: 'bodies of aggregated APIs',
    rules: group('metrics.k8s.io', 'pods').replace('Metadata', 'Request'),
    rule: 'aggregated-bodies',
  },
  {
    surprise: 27,
    what: 'failed authentication',
    rules: '\n  - level: Metadata\n    omitStages: [ResponseStarted]',
    rule: 'unauthenticated-omitted',
  },
  {
    surprise: 28,
    what: 'whole lists',
    rules: core('pods').replace('Metadata', 'RequestResponse'),
    rule: 'list-bodies',
  },
  {
    surprise: 30,
    what: 'managedFields',
    rules: core('pods').replace('Metadata', 'RequestResponse'),
    rule: 'managed-fields',
  },
  { surprise: 31, what: 'a version for a group', rules: group('v1', 'pods'), rule: 'version-in-group' },
  { surprise: 31, what: 'a version in a group', rules: group('apps/v1', 'deployments'), rule: 'refused' },
]

/** Whole files, for what stands outside of the rules. */
const FILES: readonly {
  readonly surprise: number
  readonly what: string
  readonly text: string
  readonly rule: string
}[] = [
  {
    surprise: 13,
    what: 'a ConfigMap',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: audit}\ndata:\n  policy: |\n    apiVersion: audit.k8s.io/v1\n    kind: Policy\n    rules:\n    - level: Metadata\n',
    rule: 'wrapped-policy',
  },
  {
    surprise: 13,
    what: 'a Policy to apply',
    text: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nmetadata: {namespace: kube-system}\nrules: [{level: Metadata}]\n',
    rule: 'applied-policy',
  },
  {
    surprise: 14,
    what: 'a removed version',
    text: 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: [{level: Metadata}]\n',
    rule: 'removed-api-version',
  },
  { surprise: 14, what: 'no apiVersion', text: 'rules: [{level: Metadata}]\n', rule: 'refused' },
  { surprise: 14, what: 'no rules', text: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n', rule: 'refused' },
]

/** Surprises that no policy file can show, and why. */
const INVISIBLE: Readonly<Record<number, string>> = {
  11: 'how the file and the log are mounted stands in the manifest of the server',
  12: 'whether the server was started again stands in no file',
  16: 'arguments of exec stand in the URI of every Event, and a policy that leaves exec out is worse',
  19: 'which requests a proxy aborts is not for the policy to say',
  20: 'every policy that logs the body of a patch can lose the Event of a malformed one',
  21: 'latency annotations depend on the version of the server',
  22: 'buffers are flags of the server',
  23: 'truncation is a flag of the server',
  24: 'the client chooses the Audit-ID',
  25: 'the client chooses X-Forwarded-For',
  26: 'rules never see whom a user impersonates, and nothing in a file says who was meant',
  29: 'the mode of the log is fixed in the server',
}

const found = (text: string): string[] => lint(text, 'policy.yaml', KUBERNETES).findings.map(({ rule }) => rule)

describe('every surprise that a file can show is found', () => {
  test.each(VISIBLE.map((one) => [one.surprise, one.what, one.rule, one] as const))(
    '%i, %s: %s',
    (_n, _what, rule, one) => {
      expect(found(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:${one.rules}\n`)).toContain(rule)
    },
  )
  test.each(FILES.map((one) => [one.surprise, one.what, one.rule, one.text] as const))(
    '%i, %s: %s',
    (_n, _what, rule, text) => {
      expect(found(text)).toContain(rule)
    },
  )
  test('of the 31 surprises each is shown by a file, or cannot be', () => {
    const visible = [...VISIBLE, ...FILES].map(({ surprise }) => surprise)
    const all = [...new Set([...visible, ...Object.keys(INVISIBLE).map(Number)])].sort((a, b) => a - b)
    expect(all).toEqual(Array.from({ length: 31 }, (_, index) => index + 1))
    expect(visible.filter((one) => one in INVISIBLE)).toEqual([])
  })
})
