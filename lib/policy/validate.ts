import { LEVELS, STAGES } from '../audit/level.js'
import { goJson, goQuote } from './go-quote.js'
import type { UncheckedPolicy, UncheckedRule } from './policy-of.js'
import type { GroupResources } from './policy.js'

/**
 * What kube-apiserver refuses a policy for, in its words and its order; empty when it takes it. Users, groups, verbs,
 * namespaces and names of resources are not looked at.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/apis/audit/validation/validation.go
 */
export function validate(policy: UncheckedPolicy): string[] {
  const errors = [
    ...validateStages(policy.omitStages, 'omitStages'),
    ...policy.rules.flatMap((rule, index) => validateRule(rule, `rules[${index}]`)),
  ]
  return [...new Set(errors)]
}

function validateRule(rule: UncheckedRule, path: string): string[] {
  return [
    ...validateLevel(rule.level, `${path}.level`),
    ...rule.nonResourceURLs.flatMap((url, index) => validateURL(url, `${path}.nonResourceURLs[${index}]`)),
    // The server gives no index here.
    ...rule.resources.flatMap((entry) => validateResources(entry, `${path}.resources`)),
    ...validateStages(rule.omitStages, `${path}.omitStages`),
    ...validateKind(rule, `${path}.nonResourceURLs`),
  ]
}

function validateLevel(level: string, path: string): string[] {
  if (LEVELS.some((known) => known === level)) return []
  if (level === '') return [`${path}: Required value`]
  return [`${path}: Unsupported value: ${goJson(level)}: supported values: ${LEVELS.map(goQuote).join(', ')}`]
}

function validateURL(url: string, path: string): string[] {
  if (url === '*') return []
  const errors: string[] = []
  if (!url.startsWith('/')) errors.push("non-resource URL rules must begin with a '/' character")
  if (url.slice(0, -1).includes('*'))
    errors.push("non-resource URL wildcards '*' must be the final character of the rule")
  return errors.map((error) => `${path}: Invalid value: ${goQuote(url)}: ${error}`)
}

function validateResources({ group, resources, resourceNames }: GroupResources, path: string): string[] {
  const errors: string[] = []
  const faults = group === '' ? [] : faultsOfGroup(group)
  if (faults.length > 0) errors.push(`${path}.group: Invalid value: ${goQuote(group)}: ${faults.join(',')}`)
  if (resourceNames.length > 0 && resources.length === 0) {
    errors.push(
      `${path}.resourceNames: Invalid value: ${goJson(resourceNames)}: using resourceNames requires at least one resource`,
    )
  }
  return errors
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`

function faultsOfGroup(group: string): string[] {
  const faults: string[] = []
  if (new TextEncoder().encode(group).length > 253) faults.push('must be no more than 253 characters')
  if (!new RegExp(`^${SUBDOMAIN}$`).test(group)) {
    faults.push(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
        `with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`,
    )
  }
  return faults
}

function validateStages(stages: readonly string[], path: string): string[] {
  return stages.flatMap((stage, index) => {
    if (STAGES.some((known) => known === stage)) return []
    return [`${path}[${index}]: Invalid value: ${goQuote(stage)}: allowed stages are ${STAGES.join(',')}`]
  })
}

function validateKind({ nonResourceURLs, resources, namespaces }: UncheckedRule, path: string): string[] {
  if (nonResourceURLs.length === 0 || (resources.length === 0 && namespaces.length === 0)) return []
  return [
    `${path}: Invalid value: ${goJson(nonResourceURLs)}: rules cannot apply to both regular resources and non-resource URLs`,
  ]
}
