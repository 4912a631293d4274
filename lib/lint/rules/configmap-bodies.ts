import { bodyReports, object } from '../bodies.js'
import { policyRule } from '../rule.js'

export const configmapBodies = policyRule({
  id: 'configmap-bodies',
  severity: 'warning',
  why: 'ConfigMaps hold passwords more often than anybody wants, and CIS 3.2.2 asks for their metadata only.',
  check: (policy, subject) => bodyReports(policy, subject, object('configmaps')),
})
