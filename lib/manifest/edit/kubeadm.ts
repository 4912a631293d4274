import { kubeadmServer } from '../read-kubeadm.js'
import { below, itemsOf, membersOf, rootOf, shapeOf, textOf, type Branch } from '../yaml-tree.js'
import { added, withMember } from './add.js'
import { parsed, type Path } from './nodes.js'
import { removed } from './remove.js'
import { wantedFlags, type AuditSettings } from './settings.js'
import { auditMounts, missingMounts } from './volumes.js'
import type { Server } from '../server.js'

const ARGS: Path = ['apiServer', 'extraArgs']
const VOLUMES: Path = ['apiServer', 'extraVolumes']

const whole = (offset: number): number => offset

function rootAt(text: string, index: number): Branch {
  return rootOf({ document: parsed(text, index), toFile: whole })
}

function serverAt(text: string, index: number): Server {
  const server = kubeadmServer(rootAt(text, index))
  if (server === null) throw new Error('this document is no ClusterConfiguration')
  return server
}

/** v1beta4 takes a list; a patch without a version must be a map. */
function isList(root: Branch): boolean {
  const args = below(root, ...ARGS)
  return args.node === undefined
    ? textOf(below(root, 'apiVersion')) === 'kubeadm.k8s.io/v1beta4'
    : shapeOf(args) === 'list'
}

/** A ClusterConfiguration that audits; `policy` is how the policy is mounted. */
export function enabledKubeadm(
  text: string,
  settings: AuditSettings,
  index: number,
  policy: 'File' | 'Directory',
): string {
  let edited = text
  const isOfList = isList(rootAt(text, index))
  for (const { flag, value, isGiven } of wantedFlags(settings)) {
    const there = serverAt(edited, index).flags.findLast(({ name }) => name === flag)
    if (there === undefined)
      edited = isOfList
        ? added(edited, ARGS, { name: flag, value }, index)
        : withMember(edited, ARGS, flag, value, index)
    else if (isGiven && there.value !== value)
      edited = `${edited.slice(0, there.valueAt.start)}${JSON.stringify(value)}${edited.slice(there.valueAt.end)}`
  }
  for (const { name, path, type, readOnly, needsVolume } of missingMounts(serverAt(edited, index), policy)) {
    const entry = { name, hostPath: path, mountPath: path, ...(readOnly ? { readOnly } : {}), pathType: type }
    if (needsVolume) edited = added(edited, VOLUMES, entry, index)
  }
  for (const { name, value } of settings.env) {
    const there = itemsOf(below(rootAt(edited, index), 'apiServer', 'extraEnvs')).some(
      (one) => textOf(below(one, 'name')) === name,
    )
    if (!there) edited = added(edited, ['apiServer', 'extraEnvs'], { name, value }, index)
  }
  return edited
}

export function disabledKubeadm(text: string, env: readonly string[], index: number): string {
  let edited = text
  const root = rootAt(text, index)
  const mounts = auditMounts(serverAt(text, index))
  const args = below(root, ...ARGS)
  const isAudit = (name: string | undefined): boolean => name?.replace(/^-+/, '').startsWith('audit-') === true
  const listed = itemsOf(args).flatMap((one, at) => (isAudit(textOf(below(one, 'name'))) ? [at] : []))
  for (const at of listed.reverse()) edited = removed(edited, [...ARGS, at], index)
  for (const { key } of membersOf(args)) if (isAudit(key)) edited = removed(edited, [...ARGS, key], index)
  const volumes = itemsOf(below(root, ...VOLUMES)).flatMap((one, at) =>
    mounts.some(({ volume, path }) => volume === textOf(below(one, 'name')) && path === textOf(below(one, 'mountPath')))
      ? [at]
      : [],
  )
  for (const at of volumes.reverse()) edited = removed(edited, [...VOLUMES, at], index)
  const entries = itemsOf(below(root, 'apiServer', 'extraEnvs')).flatMap((one, at) =>
    env.includes(textOf(below(one, 'name')) ?? '') ? [at] : [],
  )
  for (const at of entries.reverse()) edited = removed(edited, ['apiServer', 'extraEnvs', at], index)
  return edited
}
