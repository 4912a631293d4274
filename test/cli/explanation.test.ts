import { describe, expect, test } from '@jest/globals'
import type { Attributes } from '../../lib/audit/attributes.js'
import { attributesOfRequest } from '../../lib/audit/attributes-of.js'
import { explanation } from '../../lib/cli/explanation.js'
import { explain } from '../../lib/policy/explain.js'
import { policyOf } from '../run/support.js'

const POLICY = policyOf(`omitStages: [RequestReceived]
rules:
  - {level: None, users: ["system:kube-proxy"], verbs: [watch]}
  - {level: None, userGroups: [nodes, ops], resources: [{resources: [nodes]}]}
  - level: Request
    verbs: [update]
    resources: [{group: apps, resources: [deployments/scale], resourceNames: [web, ""]}, {group: batch}]
    omitManagedFields: true
  - {level: Metadata, namespaces: [""], omitStages: [Panic]}
  - {level: RequestResponse, nonResourceURLs: ["/logs*"]}
  - {level: None, users: [mallory]}`)

const text = (attributes: Attributes, color = false): string =>
  explanation(attributes, explain(POLICY, attributes), 'policy.yaml', color)

const jane: Attributes['user'] = { name: 'jane', groups: ['dev', 'system:authenticated'] }

describe('an explanation has the request, the decision with its line, and every rule that was tried', () => {
  test('when a rule in the middle decides', () => {
    expect(text(attributesOfRequest('PUT', '/apis/apps/v1/namespaces/shop/deployments/web/scale', jane))).toBe(
      `update deployments/scale.apps web in shop, by jane, group dev, group system:authenticated
  Request, without RequestReceived, without managedFields: rule 3, policy.yaml:7
    rule 1, policy.yaml:5: users did not match: wants system:kube-proxy; the request has jane
    rule 2, policy.yaml:6: userGroups did not match: wants nodes, ops; the request has dev, system:authenticated
    rule 3, policy.yaml:7: matched

`,
    )
  })

  test('when no rule matches', () => {
    expect(text(attributesOfRequest('GET', '/healthz', null))).toBe(
      `get /healthz, by nobody authenticated
  None: no rule matched
    rule 1, policy.yaml:5: users did not match: wants system:kube-proxy; the request has no user: it was not authenticated
    rule 2, policy.yaml:6: userGroups did not match: wants nodes, ops; the request has no user: it was not authenticated
    rule 3, policy.yaml:7: verbs did not match: wants update; the request has get
    rule 4, policy.yaml:11: namespaces did not match: wants ""; the request has no resource: the path /healthz
    rule 5, policy.yaml:12: nonResourceURLs did not match: wants /logs*; the request has /healthz
    rule 6, policy.yaml:13: users did not match: wants mallory; the request has no user: it was not authenticated

`,
    )
  })

  test('and the stages that the policy and the rule omit', () => {
    expect(text(attributesOfRequest('GET', '/api/v1/namespaces', jane)).split('\n')[1]).toBe(
      '  Metadata, without RequestReceived, Panic: rule 4, policy.yaml:11',
    )
  })

  test('and says nothing of stages where nothing is logged', () => {
    const proxy = { name: 'system:kube-proxy', groups: [] }
    expect(text(attributesOfRequest('GET', '/api/v1/services?watch=1', proxy)).split('\n')[1]).toBe(
      '  None: rule 1, policy.yaml:5',
    )
  })
})

test('what a client wrote cannot move the cursor of whoever reads it', () => {
  const mallory = { name: 'a\u001b[2K\u202eb', groups: ['x\ny'] }
  const shown = text(attributesOfRequest('GET', '/logs/%1b%5d0;x%07', mallory))
  expect(shown.split('\n')[0]).toBe('get /logs/\\u001b]0;x\\u0007, by a\\u001b[2K\\u202eb, group x\\ny')
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
})

test('request and level stand out on a terminal', () => {
  const [request, decision] = text(attributesOfRequest('GET', '/logs', jane), true).split('\n')
  expect(request).toBe('\u001b[1mget /logs, by jane, group dev, group system:authenticated\u001b[22m')
  expect(decision).toBe('  \u001b[1mRequestResponse\u001b[22m, without RequestReceived: rule 5, policy.yaml:12')
})
