import { parse, stringify } from 'yaml'
import { LANE_PREFIX } from '../live/background.js'
import { LANES_DIRECTORY, LOG_DIRECTORY, POLICY_DIRECTORY } from './paths.js'

export interface LaneSpec {
  /** Unique for each start. */
  readonly id: string
  readonly port: number
}

interface Pod {
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  spec: {
    terminationGracePeriodSeconds?: number
    containers: [Container, ...Container[]]
    volumes: { name: string; hostPath?: { path: string; type?: string } }[]
  }
}

interface Container {
  command: string[]
  ports?: unknown
  livenessProbe?: unknown
  readinessProbe?: unknown
  startupProbe?: unknown
  resources?: unknown
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[]
}

export const laneName = (id: string): string => `${LANE_PREFIX}${id}`
export const lanePolicyDirectory = (id: string): string => `${LANES_DIRECTORY}/${id}`
/** A path of its own for each start, so that every line in it belongs to this start. */
export const laneLogFile = (id: string): string => `${LOG_DIRECTORY}/${laneName(id)}.log`

/**
 * The main server's manifest made into a quiet lane: a second kube-apiserver on the same etcd, under its own policy.
 * What is off here would write into the lane's log at rest (probes) or into the main server's objects (lease, endpoints).
 */
export function laneManifest(mainManifest: string, lane: LaneSpec): string {
  const pod = parse(mainManifest) as Pod
  const container = pod.spec.containers[0]
  pod.metadata = { ...pod.metadata, name: laneName(lane.id), labels: { 'audit-lab': 'lane' }, annotations: {} }
  pod.spec.terminationGracePeriodSeconds = 2
  container.command = laneCommand(container.command, lane)
  delete container.ports
  delete container.livenessProbe
  delete container.readinessProbe
  delete container.startupProbe
  // The manifest asks for 250m: on two cores the sixth lane would never be admitted, in silence.
  container.resources = { requests: { cpu: '10m' } }
  const policyVolume = pod.spec.volumes.find((volume) => volume.hostPath?.path === POLICY_DIRECTORY)
  if (policyVolume?.hostPath !== undefined) policyVolume.hostPath.path = lanePolicyDirectory(lane.id)
  return stringify(pod)
}

function laneCommand(command: readonly string[], lane: LaneSpec): string[] {
  const replaced: Readonly<Record<string, string | null>> = {
    'secure-port': String(lane.port),
    'audit-log-path': laneLogFile(lane.id),
    'audit-policy-file': `${POLICY_DIRECTORY}/policy.yaml`,
    // Large enough never to rotate in a run; both limits off, so that nothing is ever deleted.
    'audit-log-maxsize': '100000',
    'audit-log-maxage': '0',
    'audit-log-maxbackup': '0',
    'endpoint-reconciler-type': 'none',
    'feature-gates': null,
  }
  const kept = command.filter((argument) => !isReplaced(argument, replaced))
  const gates = command.find((argument) => argument.startsWith('--feature-gates='))?.slice('--feature-gates='.length)
  return [
    ...kept,
    ...Object.entries(replaced).flatMap(([name, value]) => (value === null ? [] : [`--${name}=${value}`])),
    `--feature-gates=${[...(gates === undefined ? [] : [gates]), 'APIServerIdentity=false'].join(',')}`,
  ]
}

function isReplaced(argument: string, replaced: Readonly<Record<string, string | null>>): boolean {
  return (/^--([a-z-]+)/.exec(argument)?.[1] ?? '') in replaced
}
