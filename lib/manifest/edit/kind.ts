import { blockOf, dedented } from '../embedded.js'
import { kubeadmServer } from '../read-kubeadm.js'
import { kindPatches } from '../read-kind.js'
import { flagOf, POLICY_FLAG } from '../server.js'
import { below, itemsOf, membersOf, rootOf, shapeOf, textOf, type Branch } from '../yaml-tree.js'
import { added } from './add.js'
import { disabledKubeadm, enabledKubeadm } from './kubeadm.js'
import { lineBreakOf } from './lines.js'
import { parsed } from './nodes.js'
import { removed } from './remove.js'
import { folderOf, type AuditSettings } from './settings.js'

const HEAD = 'kind: ClusterConfiguration\n'
const whole = (offset: number): number => offset

interface Patch {
  readonly branch: Branch
  readonly text: string
}

function patchesOf(text: string): Patch[] {
  return kindPatches({ document: parsed(text, 0), toFile: whole }).flatMap((branch) => {
    const block = blockOf(branch, text)
    const inner = block === null ? (textOf(branch) ?? '') : dedented(text, block)
    const root = rootOf({ document: parsed(inner, 0), toFile: whole })
    return textOf(below(root, 'kind')) === 'ClusterConfiguration' ? [{ branch, text: inner }] : []
  })
}

/** A KIND config that audits: the last patch of the ClusterConfiguration is added to, else there is a new one. */
export function enabledKind(text: string, settings: AuditSettings): string {
  const last = patchesOf(text).at(-1)
  const enabled = enabledKubeadm(last?.text ?? HEAD, settings, 0, 'Directory')
  const patched =
    last === undefined ? added(text, ['kubeadmConfigPatches'], enabled) : replaced(text, last.branch, enabled)
  const policy = policyIn(enabled)
  const root = rootOf({ document: parsed(patched, 0), toFile: whole })
  const nodes = itemsOf(below(root, 'nodes'))
  const mount = { hostPath: settings.hostFolder, containerPath: folderOf(policy), readOnly: true }
  if (nodes.length === 0) return added(patched, ['nodes'], { extraMounts: [mount], role: 'control-plane' })
  return nodes.reduceRight(
    (done, node, at) =>
      textOf(below(node, 'role')) === 'control-plane' && !mounts(node, folderOf(policy))
        ? added(done, ['nodes', at, 'extraMounts'], mount)
        : done,
    patched,
  )
}

function policyIn(patch: string): string {
  const server = kubeadmServer(rootOf({ document: parsed(patch, 0), toFile: whole }))
  return (server === null ? undefined : flagOf(server, POLICY_FLAG)?.value) ?? ''
}

function mounts(node: Branch, folder: string): boolean {
  return itemsOf(below(node, 'extraMounts')).some((one) =>
    folder.startsWith(textOf(below(one, 'containerPath')) ?? '\0'),
  )
}

export function disabledKind(text: string, env: readonly string[]): string {
  const found = patchesOf(text)
  const folders = found.map((patch) => folderOf(policyIn(patch.text))).filter((folder) => folder !== '/')
  let edited = text
  for (let at = found.length - 1; at >= 0; at -= 1) {
    const patch = patchesOf(edited)[at]
    if (patch === undefined) continue
    const disabled = disabledKubeadm(patch.text, env, 0)
    edited =
      disabled.trim() === HEAD.trim() && disabled !== patch.text
        ? withoutPatch(edited, patch.branch)
        : replaced(edited, patch.branch, disabled)
  }
  const root = rootOf({ document: parsed(edited, 0), toFile: whole })
  const nodes = itemsOf(below(root, 'nodes'))
  nodes.forEach((node, at) => {
    const all = itemsOf(below(node, 'extraMounts'))
    const own = all.findIndex((one) => folders.includes(textOf(below(one, 'containerPath')) ?? ''))
    // A node that was made for this mount begins with it.
    const isMade =
      membersOf(node)
        .map(({ key }) => key)
        .join() === 'extraMounts,role' &&
      nodes.length === 1 &&
      all.length === 1
    if (own !== -1) edited = removed(edited, isMade ? ['nodes', at] : ['nodes', at, 'extraMounts', own])
  })
  return edited
}

function withoutPatch(text: string, { node }: Branch): string {
  const root = rootOf({ document: parsed(text, 0), toFile: whole })
  const start = node?.range?.[0]
  const lists = [
    ['kubeadmConfigPatches'],
    ...itemsOf(below(root, 'nodes')).map((_, at) => ['nodes', at, 'kubeadmConfigPatches']),
  ]
  for (const path of lists) {
    const at = itemsOf(below(root, ...path)).findIndex((item) => item.node?.range?.[0] === start)
    if (at !== -1) return removed(text, [...path, at])
  }
  return text
}

/** Puts another text into a block; its lines that stay are left as they stand. */
function replaced(text: string, branch: Branch, by: string): string {
  const block = blockOf(branch, text)
  if (block === null) {
    const [start = 0, end = 0] = branch.node?.range ?? []
    if (shapeOf(branch) !== 'scalar') return text
    return `${text.slice(0, start)}${JSON.stringify(by)}${text.slice(end)}`
  }
  const raw = text.slice(block.start, block.end).split('\n')
  const old = dedented(text, block).split('\n')
  const lines = by.split('\n')
  let head = 0
  while (head < Math.min(old.length, lines.length) && old[head] === lines[head]) head += 1
  let tail = 0
  while (tail < Math.min(old.length, lines.length) - head && old.at(-1 - tail) === lines.at(-1 - tail)) tail += 1
  const fresh = lines
    .slice(head, lines.length - tail)
    .map((line) => (line.trim() === '' ? line : ' '.repeat(block.indent) + line))
  const joined = [...raw.slice(0, head), ...fresh, ...raw.slice(raw.length - tail)].join('\n')
  return (
    text.slice(0, block.start) +
    (lineBreakOf(text) === '\n' ? joined : joined.replaceAll(/\r?\n/g, '\r\n')) +
    text.slice(block.end)
  )
}
