import { START } from '../../policy/node.js'
import type { LintRule } from '../rule.js'

export const wrappedPolicy: LintRule = {
  id: 'wrapped-policy',
  severity: 'warning',
  why: '--audit-policy-file takes a file with a Policy in it and nothing around it. A ConfigMap is none, and no object in the cluster is read.',
  check({ source }) {
    if (source === null || source.holder === null) return []
    const message = `this policy stands in ${source.holder}; write it to the server's file without that`
    return [{ at: { ...START, end: source.text.indexOf('\n') }, message }]
  },
}
