import { describe, expect, test } from '@jest/globals'
import { userOfPersona } from '../../lib/scenario/user-of-persona.js'
import { loadScenario } from '../../lib/scenario/load.js'

const TEXT = `name: acts
about: Who is who.
personas:
  jane: {user: jane, groups: [developers]}
  late: {user: late, certificate: expired}
  robot: {serviceAccount: robot}
  stranger: {token: garbage}
steps:
  - {id: look, run: kubectl get pods, expect: [{request: list pods}]}
`

describe('a persona as kube-apiserver authenticates it', () => {
  const scenario = loadScenario(TEXT, 'acts.yaml')

  test.each([
    ['admin', { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }],
    ['anonymous', { name: 'system:anonymous', groups: ['system:unauthenticated'] }],
    ['jane', { name: 'jane', groups: ['developers', 'system:authenticated'] }],
    [
      'robot',
      {
        name: 'system:serviceaccount:shop:robot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      },
    ],
    ['late', null],
    ['stranger', null],
  ])('%s', (name, user) => {
    expect(userOfPersona(name, scenario, 'shop')).toEqual(user)
  })

  test('a ServiceAccount lives in the first fixed namespace', () => {
    const fixed = loadScenario(
      TEXT.replace('personas:', 'namespaces: [production]\nalone: true\npersonas:'),
      'acts.yaml',
    )
    expect(userOfPersona('robot', fixed, 'shop')?.name).toBe('system:serviceaccount:production:robot')
  })
})
