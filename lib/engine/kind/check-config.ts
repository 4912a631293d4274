import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { isMap, isScalar, isSeq, LineCounter, parseDocument, parse, type Node } from 'yaml'
import type { Problem } from '../../errors.js'
import { LOG_DIRECTORY, POLICY_DIRECTORY } from './paths.js'

/** Mistakes in a user's KIND config that kind itself takes in silence, or only after minutes. */
export async function checkConfig(text: string, file: string): Promise<Problem[]> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const problems: Problem[] = []
  const at = (offset: number | undefined, message: string): void => {
    const { line, col } = lines.linePos(offset ?? 0)
    problems.push({ file, line, column: col, message })
  }
  for (const error of document.errors) at(error.pos[0], error.message.split('\n')[0] ?? error.message)
  if (problems.length > 0) return problems
  if (document.get('kind') !== 'Cluster') at(0, 'kind is not Cluster: this is no KIND config')
  const root = document.contents
  for (const patch of strings(isMap(root) ? root.get('kubeadmConfigPatches', true) : null)) {
    checkPatch(patch.value, (message) => at(patch.offset, message))
  }
  const nodes = isMap(root) ? root.get('nodes', true) : null
  for (const node of isSeq(nodes) ? nodes.items : []) {
    if (!isMap(node)) continue
    for (const patch of strings(node.get('kubeadmConfigPatches', true)))
      checkPatch(patch.value, (message) => at(patch.offset, message))
    const mounts = node.get('extraMounts', true)
    for (const mount of isSeq(mounts) ? mounts.items : []) {
      if (!isMap(mount)) continue
      const offset = (mount as Node).range?.[0]
      const hostPath = mount.get('hostPath')
      const containerPath = mount.get('containerPath')
      if (typeof hostPath === 'string') await checkHostPath(hostPath, (message) => at(offset, message))
      if (containerPath === POLICY_DIRECTORY || containerPath === LOG_DIRECTORY) {
        at(offset, `containerPath ${containerPath} is the lab's own; mount somewhere else`)
      }
    }
  }
  return problems
}

function strings(node: unknown): { value: string; offset: number | undefined }[] {
  if (!isSeq(node)) return []
  return node.items.flatMap((item) =>
    isScalar(item) && typeof item.value === 'string' ? [{ value: item.value, offset: item.range?.[0] }] : [],
  )
}

function checkPatch(text: string, report: (message: string) => void): void {
  let patch: { kind?: string; apiVersion?: string; apiServer?: { extraArgs?: unknown; extraVolumes?: unknown } } | null
  try {
    patch = parse(text) as typeof patch
  } catch {
    report('this kubeadm patch is no YAML')
    return
  }
  if (patch?.kind !== 'ClusterConfiguration') return
  if (patch.apiVersion !== undefined) {
    report(
      `a kubeadm patch with apiVersion ${patch.apiVersion} is left out in silence where kind writes another version; remove the apiVersion`,
    )
  }
  const args = patch.apiServer?.extraArgs
  if (Array.isArray(args)) report('extraArgs is a list; only a map works on every version of kind and Kubernetes')
  else if (typeof args === 'object' && args !== null) {
    for (const name of Object.keys(args)) {
      if (name.startsWith('audit-')) report(`${name} is set by the lab; use the options of \`audit-lab cluster up\``)
    }
  }
  if (patch.apiServer?.extraVolumes !== undefined) {
    report(
      'apiServer.extraVolumes would replace the volumes that the lab mounts for auditing: of two patches the last one wins',
    )
  }
}

async function checkHostPath(path: string, report: (message: string) => void): Promise<void> {
  if (path.startsWith('~')) report(`hostPath ${path}: kind does not expand ~; write the whole path`)
  else if (!isAbsolute(path))
    report(`hostPath ${path} is relative to where kind is started, not to this file; write the whole path`)
  else if ((await stat(path).catch(() => null)) === null) {
    report(`hostPath ${path} does not exist; Docker would make an empty directory of that name`)
  }
}
