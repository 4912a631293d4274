import { z } from 'zod'
import type { ScenarioFile } from './schema.js'
import { placeholder, setupDocuments } from './setup-documents.js'
import type { Mistake } from './yaml-document.js'

/**
 * Lanes are kube-apiservers that share one etcd, and scenarios run in all of them at once. So what a scenario sets up
 * must not meet what the same scenario sets up for another lane, nor touch the requests of another scenario.
 */
export function checkLanes(scenario: ScenarioFile): Mistake[] {
  const documents = setupDocuments(scenario.setup)
  const manifests = documents.map(({ manifest }) => manifestSchema.safeParse(manifest).data ?? null)
  const setup = documents.flatMap(({ line, mistake }, index): Mistake[] => {
    const manifest = manifests[index] ?? null
    const messages = mistake !== null ? [mistake] : checkManifest(manifest, manifests, scenario)
    return messages.map((message) => ({ path: ['setup'], line, message }))
  })
  setup.push(...checkRejected(manifests, scenario))
  if (scenario.namespaces.length === 0 || takesTurns(scenario)) return setup
  return [
    { path: ['namespaces'], part: 'key', message: 'fixed namespaces are shared by all lanes; add `alone: true`' },
    ...setup,
  ]
}

/** Every lane learns of an admission policy by itself, up to a second later; only a rejected request shows that it has. */
function checkRejected(manifests: readonly (Manifest | null)[], { rejected }: ScenarioFile): Mistake[] {
  const validating = manifests.find((manifest) => manifest?.kind.startsWith('Validating'))
  if (validating == null || rejected.trim() !== '') return []
  const message = `a ${validating.kind} is in force on every lane a little later; add \`rejected\` with a manifest that it rejects`
  return [{ path: ['setup'], part: 'key', message }]
}

/** Whether lanes take turns with a scenario: it says so, or it binds a persona for the whole cluster. */
export function takesTurns({ alone, personas }: ScenarioFile): boolean {
  return alone || Object.values(personas).some((persona) => 'clusterWide' in persona && persona.clusterWide === true)
}

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  spec: z.unknown().optional(),
})
type Manifest = z.infer<typeof manifestSchema>

function checkManifest(manifest: Manifest | null, all: readonly (Manifest | null)[], scenario: ScenarioFile): string[] {
  if (manifest === null)
    return ['a manifest needs `apiVersion`, `kind` and `metadata.name`; write a List as one document each']
  const { kind, metadata } = manifest
  const messages: string[] = []
  if (CLUSTER_SCOPED.has(kind)) {
    if (!metadata.name.includes(placeholder('run'))) {
      messages.push(`a ${kind} belongs to no namespace, and lanes share it; put \`\${run}\` in its name`)
    }
  } else if (metadata.namespace !== undefined && !ownNamespaces(scenario).includes(metadata.namespace)) {
    messages.push(
      `the namespace \`${metadata.namespace}\` is not the scenario's; leave it out, write \`\${namespace}\`, or list it in \`namespaces\``,
    )
  }
  if (kind === 'ClusterRoleBinding' && !takesTurns(scenario)) {
    messages.push('a ClusterRoleBinding changes what other lanes may do; add `alone: true`, or use a RoleBinding')
  }
  if (kind.endsWith('WebhookConfiguration') && !takesTurns(scenario)) {
    messages.push(
      `a ${kind} moves the places of others, which stand in their requests' annotations; add \`alone: true\``,
    )
  }
  if (SELECTS_REQUESTS.has(kind) && !staysInside(manifest, all, scenario)) {
    messages.push(`a ${kind} sees the requests of every lane; select \`\${namespace}\` in its namespaceSelector`)
  }
  return messages
}

const SELECTS_REQUESTS: ReadonlySet<string> = new Set([
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
])

/** Kinds that `setup` may hold and that live in no namespace. Of custom resources nothing is known: they count as namespaced. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  ...SELECTS_REQUESTS,
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'CSIDriver',
  'CustomResourceDefinition',
  'FlowSchema',
  'IngressClass',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttachment',
])

/** A kind in a `setup` whose objects live in no namespace, as far as that is known without asking a server; or null. */
export function clusterScopedKind(setup: string): string | null {
  const kinds = setupDocuments(setup).flatMap(({ manifest }) => kindSchema.safeParse(manifest).data?.kind ?? [])
  return kinds.find((kind) => CLUSTER_SCOPED.has(kind)) ?? null
}

const kindSchema = z.looseObject({ kind: z.string() })

/** An admission policy does nothing without a binding, so it is enough that one of the two names the namespace. */
function staysInside(manifest: Manifest, all: readonly (Manifest | null)[], scenario: ScenarioFile): boolean {
  const mentions = (one: Manifest): boolean =>
    ownNamespaces(scenario).some((name) => JSON.stringify(one).includes(name))
  if (mentions(manifest)) return true
  const others = all.filter((other) => other !== null)
  const policy = others.find((other) => other.metadata.name === policyNameOf(manifest))
  if (policy !== undefined) return mentions(policy)
  const bindings = others.filter((other) => policyNameOf(other) === manifest.metadata.name)
  return bindings.length > 0 && bindings.every(mentions)
}

function policyNameOf({ spec }: Manifest): string | undefined {
  return z.looseObject({ policyName: z.string() }).safeParse(spec).data?.policyName
}

function ownNamespaces({ namespaces }: ScenarioFile): readonly string[] {
  return [placeholder('namespace'), ...namespaces]
}
