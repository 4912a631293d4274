import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { auditLab } from './support/audit-lab.js'
import { sharedClusterName } from './support/bench.js'
import { policy, writeFiles } from './support/files.js'
import { describeLive } from './support/live.js'
import { cellsOf, resultOf } from './support/result.js'

/** A lane compiles an admission policy up to a second after it was made: the first step must not come before that. */
const SCENARIO = `name: frozen
about: An admission policy rejects the very first request.
setup: |
  apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicy
  metadata: {name: "frozen-\${run}"}
  spec:
    failurePolicy: Fail
    matchConstraints:
      resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]
    validations: [{expression: "!object.metadata.name.startsWith('frozen')", message: it is frozen}]
  ---
  apiVersion: admissionregistration.k8s.io/v1
  kind: ValidatingAdmissionPolicyBinding
  metadata: {name: "frozen-\${run}"}
  spec:
    policyName: frozen-\${run}
    validationActions: [Deny]
    matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "\${namespace}"}}}
rejected: |
  apiVersion: v1
  kind: ConfigMap
  metadata: {name: frozen-probe}
steps:
  - id: create
    run: kubectl create configmap frozen
    exit: 1
    expect:
      - request: create configmaps
        count: 1
        atLeast: Metadata
        event: {objectRef: {name: frozen}, responseStatus: {code: 422}}
`

describeLive('an admission policy in a setup', () => {
  it('is in force on every lane before the first step, and asking for it counts in no cell', async () => {
    const directory = await writeFiles({
      'scenario.yaml': SCENARIO,
      'one.yaml': policy('Metadata'),
      'two.yaml': policy('Metadata'),
    })
    const policies = ['one', 'two'].flatMap((name) => ['-p', join(directory, `${name}.yaml`)])
    const cluster = ['--engine', 'kind', '--cluster', sharedClusterName(), '--background', '0s']
    const ended = await auditLab(['run', join(directory, 'scenario.yaml'), ...cluster, '-o', 'json', ...policies])
    const result = resultOf(ended)
    for (const name of ['one', 'two']) {
      expect(cellsOf(result, name)).toEqual([['create', 'create configmaps', 'Metadata', 'passed']])
    }
    expect(result.policies.map(({ events }) => events)).toEqual([2, 2])
    expect(ended.exitCode).toBe(0)
  }, 120_000)
})
