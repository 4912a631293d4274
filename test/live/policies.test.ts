import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { auditLab, type Ended } from './support/audit-lab.js'
import { sharedClusterName } from './support/bench.js'
import { policy, SIMPLE, writeFiles } from './support/files.js'
import { describeLive } from './support/live.js'
import { all, cellsOf, resultOf } from './support/result.js'

const V1BETA1 = policy('Metadata').replace('audit.k8s.io/v1', 'audit.k8s.io/v1beta1')

/** Runs a scenario on the shared cluster under policies by name; nothing of a suite. */
async function run(scenario: string, policies: Readonly<Record<string, string>>, ...more: string[]): Promise<Ended> {
  const directory = await writeFiles({ 'scenario.yaml': scenario })
  for (const [name, text] of Object.entries(policies)) await writeFile(join(directory, `${name}.yaml`), text)
  const given = Object.keys(policies).flatMap((name) => ['-p', join(directory, `${name}.yaml`)])
  const cluster = ['--engine', 'kind', '--cluster', sharedClusterName(), '--background', '0s']
  return auditLab(['run', join(directory, 'scenario.yaml'), ...cluster, '-o', 'json', ...given, ...more])
}

describeLive('policies that a server does not simply load', () => {
  test('a refused one is shown with the words of the server, the others still run, and the exit status is 2', async () => {
    const ended = await run(SIMPLE, {
      old: V1BETA1,
      empty: '',
      good: policy('Metadata'),
      narrow: policy('None', '    verb: [get]\n'),
    })
    expect(ended.exitCode).toBe(2)
    const result = resultOf(ended)
    const [old, empty, good, narrow] = result.policies
    expect(old).toMatchObject({ name: 'old', loaded: 'refused' })
    expect(old?.message).toContain('no kind "Policy" is registered for version "audit.k8s.io/v1beta1"')
    expect(empty).toMatchObject({ name: 'empty', loaded: 'refused' })
    expect(empty?.message).toContain('unknown group version field audit.k8s.io/__internal, Kind=Policy')
    expect(good).toMatchObject({ name: 'good', loaded: 'strict', message: null })
    expect(narrow).toMatchObject({ name: 'narrow', loaded: 'lenient' })
    expect(cellsOf(result, 'good')).toEqual([
      ['create', 'create configmaps', 'Metadata', 'passed'],
      ['read', 'get configmaps', 'Metadata', 'passed'],
    ])
  }, 90_000)

  test('a misspelt key is measured and shown with the warning of the server, and the exit status is 1', async () => {
    const ended = await run(SIMPLE, { narrow: policy('None', '    verb: [get]\n') })
    expect(ended.exitCode).toBe(1)
    const result = resultOf(ended)
    expect(result.policies[0]?.loaded).toBe('lenient')
    expect(result.policies[0]?.message).toContain('unknown field "rules[0].verb"')
    // Without the key the rule holds for every verb: measured, not assumed.
    expect(cellsOf(result, 'narrow').map(([step, , level]) => [step, level])).toEqual([
      ['create', 'None'],
      ['read', 'None'],
    ])
  }, 60_000)
})

describeLive('an Event that the server loses', () => {
  const PATCHES = `name: no-json
about: The body of a patch is no JSON, so the catch-all loses the outcome.
steps:
  - id: create
    run: kubectl create configmap note
    expect: [{request: create configmaps}]
  - id: patch
    request:
      method: PATCH
      path: /api/v1/namespaces/\${namespace}/configmaps/note
      headers: {Content-Type: application/json-patch+json}
      body: 'this is no JSON'
    status: 400
    expect: [{request: patch configmaps, atLeast: Metadata}]
`

  test('makes its request unknown, no other, and the exit status 3; a policy without bodies keeps it', async () => {
    const ended = await run(PATCHES, { everything: policy('RequestResponse'), metadata: policy('Metadata') })
    const result = resultOf(ended)
    expect(cellsOf(result, 'everything')).toEqual([
      ['create', 'create configmaps', 'RequestResponse', 'passed'],
      ['patch', 'patch configmaps', null, 'unknown'],
    ])
    expect(all(result).find(({ status }) => status === 'unknown')?.why).toContain('lost by the server')
    expect(cellsOf(result, 'metadata')).toEqual([
      ['create', 'create configmaps', 'Metadata', 'passed'],
      ['patch', 'patch configmaps', 'Metadata', 'passed'],
    ])
    expect(ended.exitCode).toBe(3)
  }, 60_000)
})

describeLive('requests of the components of the cluster', () => {
  const DEPLOYS = `name: deploys
about: A controller makes the Pods.
needs: [controllers]
steps:
  - id: deploy
    run: kubectl create deployment web --image=busybox:1.36 --replicas=0
    expect:
      - {request: create deployments.apps}
      - {request: create replicasets.apps, by: 'system:serviceaccount:kube-system:deployment-controller'}
`

  const REPLICASETS = 'create replicasets.apps by system:serviceaccount:kube-system:deployment-controller'

  test('are projected from the log of the main server, at the level of the policy, and never measured', async () => {
    const ended = await run(DEPLOYS, { request: policy('Request'), nothing: policy('None') })
    expect(ended.exitCode).toBe(0)
    expect(all(resultOf(ended)).map(({ policy: name, request, actual, how }) => [name, request, actual, how])).toEqual([
      ['request', 'create deployments.apps', 'Request', 'measured'],
      ['request', REPLICASETS, 'Request', 'projected'],
      ['nothing', 'create deployments.apps', 'None', 'measured'],
      ['nothing', REPLICASETS, 'None', 'projected'],
    ])
  }, 60_000)
})
