import { parseAllDocuments, parseDocument, type YAMLParseError } from 'yaml'
import { embeddedTree } from './embedded.js'
import { kubeadmServer } from './read-kubeadm.js'
import { k3sServer } from './read-k3s.js'
import { kindPatches } from './read-kind.js'
import { minikubeServer } from './read-minikube.js'
import { containerOf, podServer } from './read-pod.js'
import type { Server } from './server.js'
import { below, rootOf, textOf, type Branch, type Tree } from './yaml-tree.js'

/** The kinds of file that turn auditing on. */
export const FILE_KINDS = ['pod', 'kubeadm', 'kind', 'k3s', 'rke2', 'minikube'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** A file in the folder of a manifest: the kubelet reads every one of them. */
export interface Neighbour {
  readonly name: string
  readonly text: string
}

/** What a check sees of a file. */
export interface Subject {
  readonly file: string
  readonly text: string
  readonly kind: FileKind
  /** The documents of the file, patches of a KIND config among them. */
  readonly trees: readonly Tree[]
  /** The kube-apiservers that it sets up: one, or one for each patch of a KIND config. */
  readonly servers: readonly Server[]
  /** The other files of the folder that the kubelet reads; null when the file stands in no such folder. */
  readonly neighbours: readonly Neighbour[] | null
  /** The manifests given together with this one. */
  readonly others: readonly Subject[]
  /** The address of the node that the file is for; null when it was not given. */
  readonly nodeAddress: string | null
}

export interface Surroundings {
  readonly neighbours: readonly Neighbour[] | null
  readonly nodeAddress: string | null
}

const whole = (offset: number): number => offset

/** A file, read as far as it can be read; null when it is none of the kinds that the lab knows. Pure. */
export function readSubject(text: string, file: string, surroundings: Surroundings): Subject | null {
  const common = { file, text, ...surroundings, others: [] }
  if (/\bminikube\s+(?:start|config)\b/.test(text) || /^\s*--extra-config[= ]/.test(text))
    return { ...common, kind: 'minikube', trees: [], servers: [minikubeServer(text)] }
  const trees = treesOf(text)
  const kind = kindOf(trees, file)
  if (kind === null) return null
  // Of a manifest the kubelet reads the first document only; kubeadm reads all.
  if (kind === 'pod')
    return { ...common, kind, trees: trees.slice(0, 1), servers: serversOf(trees.slice(0, 1), podServer) }
  if (kind === 'kubeadm') return { ...common, kind, trees, servers: serversOf(trees, kubeadmServer) }
  if (kind === 'kind') {
    const patches = kindPatches(trees[0]).map((patch) => embeddedTree(patch, text))
    return { ...common, kind, trees: [...trees, ...patches], servers: serversOf(patches, kubeadmServer) }
  }
  return { ...common, kind, trees, servers: serversOf(trees, k3sServer) }
}

function serversOf(trees: readonly Tree[], read: (root: Branch) => Server | null): Server[] {
  return trees.flatMap((tree) => read(rootOf(tree)) ?? [])
}

function treesOf(text: string): Tree[] {
  const options = { uniqueKeys: false, keepSourceTokens: true, prettyErrors: false } as const
  const all = parseAllDocuments(text, options)
  const documents = Array.isArray(all) ? all : [parseDocument(text, options)]
  return documents.map((document) => ({ document, toFile: whole }))
}

function kindOf(trees: readonly Tree[], file: string): FileKind | null {
  for (const tree of trees) {
    const root = rootOf(tree)
    const kind = textOf(below(root, 'kind'))
    const version = textOf(below(root, 'apiVersion')) ?? ''
    if (kind === 'Pod' || containerOf(root).node !== undefined) return 'pod'
    if (kind === 'ClusterConfiguration' || (version.startsWith('kubeadm.k8s.io/') && trees.length === 1))
      return 'kubeadm'
    if (kind === 'Cluster' && version.startsWith('kind.x-k8s.io/')) return 'kind'
  }
  const root = trees[0] === undefined ? undefined : rootOf(trees[0])
  if (root === undefined) return null
  const has = (key: string): boolean => below(root, key).node !== undefined
  if (/\/rke2\//.test(file) || has('audit-policy-file') || has('kube-apiserver-extra-mount')) return 'rke2'
  if (/\/k3s\//.test(file) || has('kube-apiserver-arg') || has('kube-apiserver-arg+')) return 'k3s'
  return /(?:^|\/)kube-apiserver[^/]*$/.test(file) ? 'pod' : null
}

/** The first thing that YAML itself refuses in each document; the others mostly follow from it. */
export function syntaxErrors({ trees }: Subject): { readonly tree: Tree; readonly error: YAMLParseError }[] {
  return trees.flatMap((tree) => tree.document.errors.slice(0, 1).map((error) => ({ tree, error })))
}
