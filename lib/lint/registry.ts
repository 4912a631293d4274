import type { LintRule } from './rule.js'
import { aggregatedBodies } from './rules/aggregated-bodies.js'
import { appliedPolicy } from './rules/applied-policy.js'
import { componentNoise } from './rules/component-noise.js'
import { configmapBodies } from './rules/configmap-bodies.js'
import { deadPattern } from './rules/dead-pattern.js'
import { duplicateKey } from './rules/duplicate-key.js'
import { emptyValue } from './rules/empty-value.js'
import { everythingWithBodies } from './rules/everything-with-bodies.js'
import { execOneVerb } from './rules/exec-one-verb.js'
import { groupAsUser } from './rules/group-as-user.js'
import { listBodies } from './rules/list-bodies.js'
import { literalWildcard } from './rules/literal-wildcard.js'
import { logsNothing } from './rules/logs-nothing.js'
import { managedFields } from './rules/managed-fields.js'
import { misspeltLevel } from './rules/misspelt-level.js'
import { nameOnCreate } from './rules/name-on-create.js'
import { namespaceOfClusterResource } from './rules/namespace-of-cluster-resource.js'
import { neverMatches } from './rules/never-matches.js'
import { noCatchAll } from './rules/no-catch-all.js'
import { noOutcome } from './rules/no-outcome.js'
import { oneEventsGroup } from './rules/one-events-group.js'
import { oneValueForAList } from './rules/one-value-for-a-list.js'
import { partlyShadowed } from './rules/partly-shadowed.js'
import { pathOfResource } from './rules/path-of-resource.js'
import { readsOfAllNamespaces } from './rules/reads-of-all-namespaces.js'
import { redundantRule } from './rules/redundant-rule.js'
import { refused } from './rules/refused.js'
import { removedApiVersion } from './rules/removed-api-version.js'
import { removedResource } from './rules/removed-resource.js'
import { requestReceived } from './rules/request-received.js'
import { secondDocument } from './rules/second-document.js'
import { secretBodies } from './rules/secret-bodies.js'
import { shadowedEntry } from './rules/shadowed-entry.js'
import { shadowedRule } from './rules/shadowed-rule.js'
import { starCoversResource } from './rules/star-covers-resource.js'
import { subresourceNotCovered } from './rules/subresource-not-covered.js'
import { unauthenticatedOmitted } from './rules/unauthenticated-omitted.js'
import { unknownGroup } from './rules/unknown-group.js'
import { unknownIdentity } from './rules/unknown-identity.js'
import { unknownKey } from './rules/unknown-key.js'
import { unknownResource } from './rules/unknown-resource.js'
import { unknownVerb } from './rules/unknown-verb.js'
import { userAsGroup } from './rules/user-as-group.js'
import { versionInGroup } from './rules/version-in-group.js'
import { wrappedPolicy } from './rules/wrapped-policy.js'
import { yaml11 } from './rules/yaml-1-1.js'

/** Every lint rule. A new one is a file, a line here, and a page in docs/lint. */
export const RULES: readonly LintRule[] = [
  aggregatedBodies,
  appliedPolicy,
  componentNoise,
  configmapBodies,
  deadPattern,
  duplicateKey,
  emptyValue,
  everythingWithBodies,
  execOneVerb,
  groupAsUser,
  listBodies,
  literalWildcard,
  logsNothing,
  managedFields,
  misspeltLevel,
  nameOnCreate,
  namespaceOfClusterResource,
  neverMatches,
  noCatchAll,
  noOutcome,
  oneEventsGroup,
  oneValueForAList,
  partlyShadowed,
  pathOfResource,
  readsOfAllNamespaces,
  redundantRule,
  refused,
  removedApiVersion,
  removedResource,
  requestReceived,
  secondDocument,
  secretBodies,
  shadowedEntry,
  shadowedRule,
  starCoversResource,
  subresourceNotCovered,
  unauthenticatedOmitted,
  unknownGroup,
  unknownIdentity,
  unknownKey,
  unknownResource,
  unknownVerb,
  userAsGroup,
  versionInGroup,
  wrappedPolicy,
  yaml11,
]

/** Ids that a comment may silence. */
export function ruleIds(): string[] {
  return RULES.map(({ id }) => id)
}
