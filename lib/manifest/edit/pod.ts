import { argumentsOf } from '../read-arguments.js'
import { containerOf } from '../read-pod.js'
import type { Flag, Server } from '../server.js'
import { readSubject } from '../subject.js'
import { below, itemsOf, rootOf, textOf, type Branch } from '../yaml-tree.js'
import { added } from './add.js'
import type { Path } from './nodes.js'
import { removed } from './remove.js'
import { wantedFlags, type AuditSettings } from './settings.js'
import { auditMounts, missingMounts } from './volumes.js'

interface Pod {
  readonly root: Branch
  readonly server: Server
  readonly container: Path
}

function podOf(text: string): Pod {
  const subject = readSubject(text, 'kube-apiserver.yaml', { neighbours: null, nodeAddress: null })
  const [tree] = subject?.trees ?? []
  const [server] = subject?.servers ?? []
  if (tree === undefined || server === undefined) throw new Error('this is no manifest')
  const root = rootOf(tree)
  const at = itemsOf(below(root, 'spec', 'containers')).findIndex(({ node }) => node === containerOf(root).node)
  return { root, server, container: ['spec', 'containers', at] }
}

const childOf = ({ root, container }: Pod, key: string): Branch => below(root, ...container, key)

/** A manifest that audits: what is missing is added, what is given is set, all else stays as it is. */
export function enabledPod(text: string, settings: AuditSettings): string {
  let edited = text
  for (const { flag, value, isGiven } of wantedFlags(settings)) {
    const pod = podOf(edited)
    const there = pod.server.flags.findLast(({ name }) => name === flag)
    if (there === undefined) edited = added(edited, [...pod.container, argumentsKey(pod)], `--${flag}=${value}`)
    else if (isGiven && there.value !== value) edited = withValue(edited, there, value)
  }
  for (const { name, value } of settings.env) edited = withEntry(edited, name, value)
  for (const mount of missingMounts(podOf(edited).server, 'File')) {
    const { container } = podOf(edited)
    const { name, path, type, readOnly, needsMount, needsVolume } = mount
    if (needsMount)
      edited = added(edited, [...container, 'volumeMounts'], {
        mountPath: path,
        name,
        ...(readOnly ? { readOnly } : {}),
      })
    if (needsVolume) edited = added(edited, ['spec', 'volumes'], { hostPath: { path, type }, name })
  }
  return edited
}

/** Flags stand in `command`, unless it names the program only. */
function argumentsKey(pod: Pod): 'command' | 'args' {
  const args = childOf(pod, 'args')
  return args.node !== undefined && itemsOf(childOf(pod, 'command')).length < 2 ? 'args' : 'command'
}

function withValue(text: string, { at, valueAt, name }: Flag, value: string): string {
  if (valueAt === at) return `${text.slice(0, at.start)}--${name}=${value}${text.slice(at.end)}`
  return `${text.slice(0, valueAt.start)}${value}${text.slice(valueAt.end)}`
}

function withEntry(text: string, name: string, value: string): string {
  const pod = podOf(text)
  const there = itemsOf(childOf(pod, 'env')).findIndex((entry) => textOf(below(entry, 'name')) === name)
  if (there !== -1 && textOf(below(childOf(pod, 'env'), there, 'value')) === value) return text
  const without = there === -1 ? text : removed(text, [...pod.container, 'env', there])
  return added(without, [...pod.container, 'env'], { name, value })
}

/** A manifest that does not audit: its audit flags are gone, and what was mounted for them alone. */
export function disabledPod(text: string, env: readonly string[]): string {
  let edited = text
  const before = podOf(text)
  const mounts = auditMounts(before.server)
  const isOurs = (path: string | undefined, volume: string | undefined): boolean =>
    mounts.some((mount) => mount.path === path && mount.volume === volume)
  for (const key of ['command', 'args']) {
    for (const at of auditArguments(itemsOf(childOf(before, key))).reverse())
      edited = removed(edited, [...before.container, key, at])
  }
  for (const at of positions(childOf(before, 'volumeMounts'), (one) =>
    isOurs(textOf(below(one, 'mountPath')), textOf(below(one, 'name'))),
  ))
    edited = removed(edited, [...before.container, 'volumeMounts', at])
  for (const at of positions(childOf(before, 'env'), (one) => env.includes(textOf(below(one, 'name')) ?? '')))
    edited = removed(edited, [...before.container, 'env', at])
  const used = new Set(podOf(edited).server.mounts?.flatMap(({ volume }) => volume ?? []))
  const unused = mounts.flatMap(({ volume }) =>
    volume === null || used.has(volume) || isUsedElsewhere(before, volume) ? [] : volume,
  )
  for (const at of positions(below(before.root, 'spec', 'volumes'), (one) =>
    unused.includes(textOf(below(one, 'name')) ?? ''),
  ))
    edited = removed(edited, ['spec', 'volumes', at])
  return edited
}

/** From the last one, so that those before it keep their places. */
function positions(list: Branch, isMeant: (item: Branch) => boolean): number[] {
  return itemsOf(list)
    .flatMap((item, at) => (isMeant(item) ? [at] : []))
    .reverse()
}

function auditArguments(items: readonly Branch[]): number[] {
  return items.flatMap((item, at) => {
    const [flag] = argumentsOf([item])
    if (flag?.name.startsWith('audit-') === true) return [at]
    const before = items[at - 1]
    const [owner] = before === undefined ? [] : argumentsOf([before, item])
    return owner?.name.startsWith('audit-') === true &&
      owner.value === textOf(item) &&
      !(textOf(before ?? item) ?? '').includes('=')
      ? [at]
      : []
  })
}

function isUsedElsewhere({ root, container }: Pod, volume: string): boolean {
  const spec = below(root, 'spec')
  const containers = ['containers', 'initContainers'].flatMap((key) =>
    itemsOf(below(spec, key)).map((one) => ({ key, one })),
  )
  return containers
    .filter(({ key, one }) => key !== 'containers' || one.node !== below(root, ...container).node)
    .some(({ one }) => itemsOf(below(one, 'volumeMounts')).some((mount) => textOf(below(mount, 'name')) === volume))
}
