import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../lib/errors.js'
import { loadRequirements } from '../../lib/requirement/load.js'

const problemsOf = (text: string): string[] => {
  try {
    loadRequirements(text, 'r.yaml')
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((one) => `${one.line}:${one.column} ${one.message}`)
    throw error
  }
  return []
}

const of = (selector: string): string =>
  `requirements:\n  - id: one\n    always: {level: ">=Metadata"}\n    of: ${selector}\n`

test('all problems of a file are told at once, each at its place', () => {
  expect(
    problemsOf(`requirements:
  - id: one
    always: {level: ">=Metadata"}
    of: {verbs: [craete], resources: [pods/*]}
  - id: one
    never: {level: ">=Request"}
    except: [{resources: [apps/v1/deployments], why: no}]
`),
  ).toEqual([
    '4:18 `craete` is no verb here; did you mean `create`?',
    '4:39 `pods/*` means other things to different readers; name the subresources, such as `pods/exec`',
    '5:9 there is another requirement `one`; ids are unique',
    '7:27 `apps/v1/deployments` names a version; write `deployments.apps`',
  ])
})

describe('a file that asks for nothing that could be is refused', () => {
  test.each([
    ['a resource in capitals', of('{resources: [Pods]}'), /`Pods` is no resource/],
    ['a path without a slash', of('{nonResourceURLs: [healthz]}'), /`healthz` is no path/],
    ['a star inside of a path', of('{nonResourceURLs: [/a/*/b]}'), /is no path/],
    ['a resource and a path', of('{resources: [pods], nonResourceURLs: [/a]}'), /write two requirements/],
    ['a namespace and a path', of('{namespaces: [a], nonResourceURLs: [/a]}'), /write two requirements/],
    ['a verb of HTTP for a resource', of('{verbs: [post], resources: [pods]}'), /`post` is no verb here/],
    ['a verb of the API for a path', of('{verbs: [list], nonResourceURLs: [/a]}'), /`list` is no verb here/],
    ['the name of somebody who is not authenticated', of('{authenticated: false, users: [jane]}'), /leave out users/],
    ['an empty list', of('{verbs: []}'), /at least 1/],
    ['an unknown key', of('{verb: [get]}'), /unknown key `verb`; did you mean `verbs`/],
    ['neither always nor never', 'requirements: [{id: one}]', /`always`, `never`/],
    ['both', 'requirements: [{id: one, always: {level: ">=Request"}, never: {level: ">=Request"}}]', /both/],
    ['a level without its sign', 'requirements: [{id: one, never: {level: Request}}]', />=Request/],
    [
      'an exception without a reason',
      'requirements: [{id: a, never: {level: ">=Request"}, except: [{}]}]',
      /why.* is missing/,
    ],
    ['no requirement', 'requirements: []', /at least 1/],
  ])('%s', (_name, text, message) => {
    expect(problemsOf(text).join('\n')).toMatch(message)
  })
})

test('a requirement is data: patterns are parsed, what is not said is absent', () => {
  const text = `
about: an example
assume: {jane: [developers]}
requirements:
  - id: one
    clause: A 1
    always: {level: ">=Metadata", stages: [ResponseComplete]}
    of: {resources: ["*", pods/exec, "*/scale.apps", leases.coordination.k8s.io], namespaces: [""]}
    except: [{users: [jane], why: she may}]
`
  expect(loadRequirements(text, 'r.yaml')).toEqual({
    about: 'an example',
    assume: { jane: ['developers'] },
    requirements: [
      {
        id: 'one',
        about: null,
        clause: 'A 1',
        demand: { kind: 'always', level: 'Metadata', stages: ['ResponseComplete'] },
        of: {
          resources: [
            { apiGroup: null, resource: null, subresource: null },
            { apiGroup: '', resource: 'pods', subresource: 'exec' },
            { apiGroup: 'apps', resource: null, subresource: 'scale' },
            { apiGroup: 'coordination.k8s.io', resource: 'leases', subresource: '' },
          ],
          namespaces: [''],
        },
        except: [{ users: ['jane'], why: 'she may' }],
        position: { line: 5, column: 5 },
      },
    ],
  })
})
