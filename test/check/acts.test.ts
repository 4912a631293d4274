import { describe, expect, test } from '@jest/globals'
import { check } from '../../lib/check/check.js'
import { checkInput } from '../../lib/check/inputs.js'
import type { CheckResult } from '../../lib/check/result.js'

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n'

async function checked(rules: string): Promise<CheckResult> {
  return check(await checkInput('policy.yaml', HEAD + rules))
}

const requests = (result: CheckResult): string[] =>
  result.findings?.noTrace.groups.flatMap(({ acts }) => acts.map(({ request, why }) => `${request}: ${why}`)) ?? []

describe('acts that leave no trace', () => {
  test('are told by the rule that is to blame', async () => {
    const result = await checked('- level: None\n  resources: [{group: "", resources: [secrets]}]\n- level: Metadata\n')
    expect(result.findings?.noTrace.groups).toMatchObject([{ rule: 1, at: 'policy.yaml:4', level: 'None' }])
    expect(requests(result)).toContain('create secrets: no Event')
    expect(requests(result).filter((one) => !one.includes('secrets'))).toEqual([])
    expect(result.exitStatus).toBe(1)
  })

  test('an outcome that is not on record counts', async () => {
    const result = await checked('- level: Metadata\n  omitStages: [ResponseComplete]\n')
    expect(requests(result)).toContain('create secrets: no outcome')
  })

  test('no rule is to blame where none matched', async () => {
    const result = await checked('- level: Metadata\n  users: [nobody-there]\n')
    expect(result.findings?.noTrace.groups.map(({ rule, at }) => [rule, at])).toEqual([[null, 'policy.yaml:1']])
  })
})

test('a secret in a body is a leak, at the place where it stands', async () => {
  const result = await checked(
    '- level: Request\n  resources: [{group: "", resources: [secrets]}]\n- level: Metadata\n',
  )
  expect(result.findings?.leaks[0]).toMatchObject({ rule: 1, at: 'policy.yaml:4', level: 'Request' })
  const create = result.findings?.leaks[0]?.acts.find(({ request }) => request === 'create secrets')
  expect(create?.places).toContain('requestObject')
})

describe('how a policy loads', () => {
  test('a misspelt key is an error, though nothing else is', async () => {
    const result = await checked('- level: Metadata\n  verb: [get]\n')
    expect(result.policy).toMatchObject({ loaded: 'lenient' })
    expect(result.policy.message).toContain('unknown field "rules[0].verb"')
    expect(result.exitStatus).toBe(1)
  })

  test('a refused policy has no findings', async () => {
    const result = await checked('- level: Everything\n')
    expect(result).toMatchObject({ policy: { loaded: 'refused' }, findings: null, exitStatus: 2 })
  })

  test('a policy in a ConfigMap is taken out of it', async () => {
    const inner = `${HEAD}- level: Metadata\n`.replaceAll('\n', '\n    ')
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: audit}\ndata:\n  policy.yaml: |\n    ${inner}\n`
    const result = check(await checkInput('policy.yaml', text))
    expect(result).toMatchObject({ policy: { loaded: 'strict', rules: 1 } })
    expect(result.policy.notes.join()).toContain('ConfigMap')
  })
})

test('the cost is for a day, and a share of what everything would cost', async () => {
  const [all, nothing] = [await checked('- level: RequestResponse\n'), await checked('- level: None\n')]
  for (const { bytes, events, everything } of all.findings?.cost ?? []) {
    expect({ bytes, events }).toEqual(everything)
    expect(bytes).toBeGreaterThan(1_000_000)
  }
  expect(nothing.findings?.cost.map(({ bytes }) => bytes)).toEqual([0, 0])
})
