import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../lib/errors.js'
import { lint } from '../../lib/lint/lint.js'
import { readResources } from '../../lib/resources/read-resources.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Cluster
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
  versions:
    - {name: v1, served: true, storage: true, subresources: {status: {}}}
`
const WIDGETS = { group: 'example.com', resource: 'widgets', namespaced: false, shortNames: ['wd'] }
const LIST = `apiVersion: v1\nkind: List\nitems:\n- ${DEFINITION.trimEnd().replaceAll('\n', '\n  ')}\n`

describe('what a user tells of a cluster', () => {
  test.each([
    ['a CustomResourceDefinition', DEFINITION],
    ['several documents, one of them empty', `${DEFINITION}---\n---\n${DEFINITION.replaceAll('widget', 'gadget')}`],
    ['a List of them', LIST],
  ])('is read from %s', (_what, text) => {
    const { resources, isComplete } = readResources(text, 'crds.yaml')
    expect(resources[0]).toMatchObject({ ...WIDGETS, subresources: { status: ['get', 'patch', 'update'] } })
    expect(isComplete).toBe(false)
  })

  test.each([
    [
      'the wide table of kubectl api-resources',
      'NAME      SHORTNAMES   APIVERSION       NAMESPACED   KIND     VERBS                CATEGORIES\npods      po           v1               true         Pod      create,delete,get    all\nwidgets   wd           example.com/v1   false        Widget   get,list             \n',
    ],
    [
      'its narrow table',
      'NAME      SHORTNAMES   APIVERSION       NAMESPACED   KIND\npods      po           v1               true         Pod\nwidgets   wd           example.com/v1   false        Widget\n',
    ],
    [
      'its JSON',
      '{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"","resources":[{"name":"pods","singularName":"pod","namespaced":true,"version":"v1","kind":"Pod","verbs":["get"],"shortNames":["po"]},{"name":"widgets","singularName":"widget","namespaced":false,"group":"example.com","version":"v1","kind":"Widget","verbs":["get"],"shortNames":["wd"]}]}',
    ],
  ])('is read from %s', (_what, text) => {
    const { resources, isComplete } = readResources(text, 'resources.txt')
    expect(resources).toMatchObject([{ group: '', resource: 'pods', namespaced: true }, WIDGETS])
    expect(isComplete).toBe(true)
  })

  test.each([
    ['a policy', 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n'],
    ['nothing', ''],
    ['no YAML', 'a: [\n'],
  ])('is not read from %s', (_what, text) => {
    expect(() => readResources(text, 'x')).toThrow(InputError)
  })
})

describe('custom resources in a policy', () => {
  const policy = (group: string, resource: string, namespaces = ''): string =>
    `apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n  - level: None\n    resources: [{group: ${group}, resources: [${resource}]}]\n${namespaces}  - level: Metadata\n`
  const found = (text: string, resources = KUBERNETES): string[] =>
    lint(text, 'policy.yaml', resources)
      .findings.filter(({ severity }) => severity !== 'info')
      .map(({ rule }) => rule)
  const withWidgets = KUBERNETES.with(readResources(DEFINITION, 'crds.yaml').resources, false)
  const onlyWidgets = KUBERNETES.with(readResources(DEFINITION, 'crds.yaml').resources, true)

  test('are let be when nobody told of them', () => {
    expect(found(policy('example.com', 'widgetz'))).toEqual([])
  })
  test('are known by their plural', () => {
    expect(found(policy('example.com', 'widgets'), withWidgets)).toEqual([])
    expect(found(policy('example.com', 'widget'), withWidgets)).toEqual(['unknown-resource'])
    expect(found(policy('example.com', 'widgets/scale'), withWidgets)).toEqual(['unknown-resource'])
  })
  test('are known by their scope', () => {
    expect(found(policy('example.com', 'widgets', '    namespaces: [default]\n'), withWidgets)).toEqual([
      'namespace-of-cluster-resource',
    ])
  })
  test('of other groups are a mistake once it is told what the cluster serves', () => {
    expect(found(policy('example.org', 'widgets'), withWidgets)).toEqual([])
    expect(found(policy('example.org', 'widgets'), onlyWidgets)).toEqual(['unknown-group'])
  })
})

test('subresources that a dump does not tell are those of Kubernetes', () => {
  const table =
    'NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND\npods   po           v1           true         Pod\n'
  const { resources, isComplete } = readResources(table, 'resources.txt')
  expect(Object.keys(KUBERNETES.with(resources, isComplete).find('', 'pods')?.subresources ?? {})).toContain('exec')
})

test('the data is that of the Kubernetes which is the reference', () => {
  expect(KUBERNETES.kubernetes).toBe('v1.34.4')
  expect(KUBERNETES.find('', 'pods')).toMatchObject({ namespaced: true, shortNames: ['po'] })
  expect(KUBERNETES.find('apps', 'deployments')?.subresources).toHaveProperty('scale')
  expect(KUBERNETES.find('', 'nodes')?.namespaced).toBe(false)
})
