import { parse, stringify } from 'yaml'
import { FIRST_LANE_PORT, POLICY_DIRECTORY } from './paths.js'

export interface ConfigOptions {
  /** Host directory that holds policy.yaml; null when the policy goes in through docker. */
  readonly policyDirectory: string | null
  readonly lanes: number
  /** How many control-plane nodes; null takes those of the config. */
  readonly controlPlanes: number | null
  readonly logMaxAge: number
  readonly logMaxBackup: number
  readonly logMaxSize: number
}

interface Node {
  role?: string
  extraMounts?: unknown[]
  extraPortMappings?: unknown[]
  [key: string]: unknown
}

interface KindConfig {
  nodes?: Node[]
  kubeadmConfigPatches?: string[]
  [key: string]: unknown
}

interface Patch {
  kind?: string
  apiServer?: { extraArgs?: Record<string, string>; extraVolumes?: unknown[] }
}

/**
 * The KIND config: our template, the user's own merged in, and the settings of this run. Lists are joined, the user's
 * last; other keys of the user's win. Every control-plane node gets the policy; the first one gets the lanes' ports.
 */
export function clusterConfig(template: string, overlay: string | null, options: ConfigOptions): string {
  const ours = parse(template) as KindConfig
  const theirs = overlay === null ? {} : (parse(overlay) as KindConfig)
  const nodes = withControlPlanes(theirs.nodes ?? ours.nodes ?? [], options.controlPlanes)
  let lanesMapped = false
  const merged: KindConfig = {
    ...ours,
    ...theirs,
    kubeadmConfigPatches: [
      ...(ours.kubeadmConfigPatches ?? []).map((patch) => withRotation(patch, options)),
      ...untainted(nodes),
      ...(theirs.kubeadmConfigPatches ?? []),
    ],
    nodes: nodes.map((node) => {
      if (node.role !== 'control-plane') return node
      const first = !lanesMapped
      lanesMapped = true
      return {
        ...node,
        extraMounts: [...policyMount(options), ...(node.extraMounts ?? [])],
        extraPortMappings: [...(first ? lanePorts(options.lanes) : []), ...(node.extraPortMappings ?? [])],
      }
    }),
  }
  return stringify(merged)
}

/** As many control planes as asked for, the first ones as they are, and all other nodes. */
function withControlPlanes(nodes: readonly Node[], count: number | null): Node[] {
  if (count === null) return [...nodes]
  const given = nodes.filter(({ role }) => role === 'control-plane')
  const all = Array.from({ length: count }, (_, at): Node => given[at] ?? { role: 'control-plane' })
  return [...all, ...nodes.filter(({ role }) => role !== 'control-plane')]
}

/**
 * Without workers, pods run on the control planes. kind itself sees to that for a cluster of one node only.
 * @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/create/actions/kubeadminit/init.go
 */
function untainted(nodes: readonly Node[]): string[] {
  if (nodes.length === 1 || nodes.some(({ role }) => role !== 'control-plane')) return []
  const kinds = ['InitConfiguration', 'JoinConfiguration']
  return kinds.map((kind) => stringify({ kind, nodeRegistration: { taints: [] } }))
}

function policyMount({ policyDirectory }: ConfigOptions): unknown[] {
  return policyDirectory === null
    ? []
    : [{ hostPath: policyDirectory, containerPath: POLICY_DIRECTORY, readOnly: true }]
}

/** hostPort -1 lets Docker choose: a port that is free when we ask may be taken when kind gets there. */
function lanePorts(lanes: number): unknown[] {
  return Array.from({ length: lanes }, (_, index) => ({
    containerPort: FIRST_LANE_PORT + index,
    hostPort: -1,
    listenAddress: '127.0.0.1',
  }))
}

function withRotation(patch: string, options: ConfigOptions): string {
  const parsed = parse(patch) as Patch
  if (parsed.kind !== 'ClusterConfiguration' || parsed.apiServer === undefined) return patch
  parsed.apiServer.extraArgs = {
    ...parsed.apiServer.extraArgs,
    'audit-log-maxage': String(options.logMaxAge),
    'audit-log-maxbackup': String(options.logMaxBackup),
    'audit-log-maxsize': String(options.logMaxSize),
  }
  // kubeadm's arguments are strings: an unquoted number is refused.
  return stringify(parsed, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })
}
