import { partsOf } from '../resource-pattern.js'
import { policyRule } from '../rule.js'
import { placeOf } from '../subject.js'
import { resourceItemsOf } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/checker.go, ruleMatchesResource */
export const deadPattern = policyRule({
  id: 'dead-pattern',
  severity: 'error',
  why: 'A resource is its plural in lower case. The only wildcards are `*`, `resource/*` and `*/subresource`; all else is compared literally.',
  check: (policy, subject) =>
    resourceItemsOf(policy).flatMap(({ value, path }) =>
      partsOf(value) === null ? [{ at: placeOf(subject, path), message: messageOf(value) }] : [],
    ),
})

function messageOf(pattern: string): string {
  const dead = `${code(pattern)} matches nothing`
  if (pattern === '*/*') return `${dead}; \`*\` matches every resource with its subresources`
  const [, resource, group] = /^([a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(pattern) ?? []
  if (resource !== undefined)
    return `${dead}; the group stands apart: \`group: ${group ?? ''}\`, \`resources: [${resource}]\``
  if (/[A-Z]/.test(pattern)) return `${dead}; resources are plurals in lower case: ${code(pattern.toLowerCase())}`
  if (pattern.includes('*')) return `${dead}; \`*\` must stand for a whole resource or a whole subresource`
  return `${dead}; it is written \`resource\` or \`resource/subresource\``
}
