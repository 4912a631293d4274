import { describe, expect, test } from '@jest/globals'
import { attributesOfRequest } from '../../../lib/audit/attributes-of.js'
import { reachesOutside } from '../../../lib/engine/existing/guard.js'

const outside = (method: string, target: string): boolean =>
  reachesOutside(attributesOfRequest(method, target, null), target, 'own')

describe('stays with the lab:', () => {
  test.each([
    ['POST', '/api/v1/namespaces/own/configmaps'],
    ['DELETE', '/apis/apps/v1/namespaces/own/deployments/web'],
    ['POST', '/api/v1/namespaces/own/pods/a/exec?command=ls'],
    ['GET', '/api/v1/namespaces/production/secrets'],
    ['GET', '/api/v1/pods?watch=true'],
    ['GET', '/healthz'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'],
    ['POST', '/api/v1/namespaces?dryRun=All'],
  ])('%s %s', (method, target) => {
    expect(outside(method, target)).toBe(false)
  })
})

describe('reaches outside:', () => {
  test.each([
    ['POST', '/api/v1/namespaces'],
    ['DELETE', '/api/v1/namespaces/own'],
    ['POST', '/api/v1/namespaces/production/configmaps'],
    ['POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'],
    ['PATCH', '/api/v1/nodes/a'],
    ['GET', '/api/v1/namespaces/production/pods/a/exec?command=ls'],
    ['GET', '/api/v1/nodes/a/proxy/run/x'],
    ['POST', '/api/v1/namespaces?dryRun=Allx'],
    ['POST', '/not/a/resource'],
  ])('%s %s', (method, target) => {
    expect(outside(method, target)).toBe(true)
  })
})
