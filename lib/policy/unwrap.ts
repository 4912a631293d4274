import { memberOf, stringOf } from './node.js'
import type { Node } from './node.js'

/** A policy that stands inside another document. */
export interface Wrapped {
  /** Text of its own, which starts after `line` in the file, or a part of the document. */
  readonly content: { readonly text: string; readonly line: number } | { readonly node: Node }
  /** What holds it, in words: `the ConfigMap audit-config, under data.policy`. */
  readonly holder: string
}

/** Null for a document that is no wrapper: then it is for the server to judge. */
export function unwrap(node: Node): Wrapped | null {
  const kind = stringOf(memberOf(node, 'kind'))
  const name = stringOf(memberOf(memberOf(node, 'metadata'), 'name')) ?? 'without a name'
  if (kind === 'ConfigMap') return fromConfigMap(node, name)
  // Talos Linux, https://docs.siderolabs.com/talos/v1.14/reference/configuration/kubernetes/kubeauditpolicyconfig
  if (kind === 'KubeAuditPolicyConfig') return part(node, ['configuration'], `the Talos ${kind}`)
  if (kind === undefined) return part(node, ['cluster', 'apiServer', 'auditPolicy'], 'the Talos machine configuration')
  // https://docs.k0rdent.io/head/admin/clusters/cluster-audit-policy/
  if (kind === 'ClusterAuditPolicy') return part(node, ['spec', 'policy'], `the k0rdent ${kind} ${name}`)
  return null
}

function fromConfigMap(node: Node, name: string): Wrapped | null {
  const data = memberOf(node, 'data')
  if (data?.type !== 'object') return null
  for (const { key, value } of data.members) {
    if (value.type !== 'string' || value.value.search(/^\s*"?rules"?\s*:/m) === -1) continue
    return { content: { text: value.value, line: value.line }, holder: `the ConfigMap ${name}, under data.${key}` }
  }
  return null
}

function part(node: Node, path: readonly string[], holder: string): Wrapped | null {
  const found = path.reduce<Node | undefined>(memberOf, node)
  if (found?.type !== 'object') return null
  return { content: { node: asPolicy(found) }, holder: `${holder}, under ${path.join('.')}` }
}

/** Wrappers may leave out what their schema says already. */
function asPolicy(node: Node & { type: 'object' }): Node {
  const { line, start } = node
  const place = { line, start, end: start }
  const implied = [
    { key: 'apiVersion', keyAt: place, value: { type: 'string', value: 'audit.k8s.io/v1', ...place } as const },
    { key: 'kind', keyAt: place, value: { type: 'string', value: 'Policy', ...place } as const },
  ]
  const missing = implied.filter(({ key }) => memberOf(node, key) === undefined)
  return { ...node, members: [...missing, ...node.members] }
}
