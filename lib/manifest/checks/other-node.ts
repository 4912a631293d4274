import type { ManifestCheck, Report } from '../manifest-check.js'
import type { Place } from '../place.js'
import { containerOf } from '../read-pod.js'
import { flagOf } from '../server.js'
import type { Subject } from '../subject.js'
import { below, membersOf, placeOf, rootOf, textOf } from '../yaml-tree.js'

interface Address {
  readonly value: string
  readonly at: Place
  readonly words: string
}

export const otherNode: ManifestCheck = {
  id: 'other-node',
  severity: 'error',
  happens:
    'A manifest holds the address of its node. With that of another node the server cannot be probed, is killed again and again, and clients are sent to the wrong node.',
  check(subject) {
    if (subject.kind !== 'pod') return []
    const own = advertised(subject)
    return [...againstNode(subject, own), ...againstItself(subject, own), ...againstOthers(subject, own)]
  },
}

/** The address that the server tells clients. */
function advertised({ servers }: Subject): Address | null {
  const flag = servers[0] === undefined ? undefined : flagOf(servers[0], 'advertise-address')
  return flag === undefined ? null : { value: flag.value, at: flag.valueAt, words: '`--advertise-address`' }
}

function againstNode({ nodeAddress, ...subject }: Subject, own: Address | null): Report[] {
  if (nodeAddress === null) return []
  const all = [...(own === null ? [] : [own]), ...inPod({ nodeAddress, ...subject })]
  return all
    .filter(({ value }) => value !== nodeAddress)
    .map(({ value, at, words }) => ({
      at,
      message: `${words} is ${value}, and this node is ${nodeAddress}: write that`,
    }))
}

/** Only one of the places was changed after copying. */
function againstItself(subject: Subject, own: Address | null): Report[] {
  if (own === null || subject.nodeAddress !== null) return []
  return inPod(subject)
    .filter(({ value }) => value !== own.value)
    .map(({ value, at, words }) => ({
      at,
      message: `${words} is ${value}, and ${own.words} is ${own.value}: both are this node's`,
    }))
}

function againstOthers({ others }: Subject, own: Address | null): Report[] {
  if (own === null) return []
  return others
    .filter((other) => advertised(other)?.value === own.value)
    .map(({ file }) => ({
      at: own.at,
      message: `\`${file}\` has the same address ${own.value}: one of the two was copied; each node has its own`,
    }))
}

/** Everywhere else that kubeadm writes the address of the node. */
function inPod({ trees }: Subject): Address[] {
  const [tree] = trees
  if (tree === undefined) return []
  const root = rootOf(tree)
  const annotations = membersOf(below(root, 'metadata', 'annotations')).flatMap(({ key, value }) => {
    if (!key.endsWith('advertise-address.endpoint')) return []
    const address = textOf(value)
      ?.replace(/:\d+$/, '')
      .replace(/^\[(.*)\]$/, '$1')
    return address === undefined
      ? []
      : [{ value: address, at: placeOf(value), words: 'the annotation of the endpoint' }]
  })
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((probe) => {
    const host = below(containerOf(root), probe, 'httpGet', 'host')
    const value = textOf(host)
    // Probes may ask this machine by its loopback address.
    return value === undefined || value.startsWith('127.') || value === '::1' || value === 'localhost'
      ? []
      : [{ value, at: placeOf(host), words: `the host of \`${probe}\`` }]
  })
  return [...annotations, ...probes]
}
