import { EngineError } from '../../errors.js'
import { attempt } from '../../util/exec.js'
import type { Availability, Engine, Plan } from '../engine.js'
import type { Execution } from '../execution.js'
import { executeOnCluster } from '../live/execute.js'
import { kindCluster } from './kind-cluster.js'
import { ClusterSession } from './session.js'

/** A KIND cluster: kubelet, controllers, real pods; one more kube-apiserver in it for each policy. */
export const kindEngine: Engine = { name: 'kind', about: 'a KIND cluster with a lane for each policy', check, execute }

async function execute(plan: Plan): Promise<Execution> {
  const state = await check()
  if (!state.ready) throw new EngineError(`the kind engine cannot run here: ${state.reason}`, { hint: state.fix })
  await using session = await ClusterSession.open(plan)
  const cluster = await kindCluster(session.record)
  const policies = await executeOnCluster(plan, cluster, session.directory)
  plan.progress(plan.settings.keep ? `cluster ${session.record.name}: kept` : `cluster ${session.record.name}: closing`)
  return { engine: 'kind', kubernetes: cluster.kubernetes, policies }
}

async function check(): Promise<Availability> {
  const tools = [
    {
      command: 'docker',
      args: ['version', '--format', '{{.Server.Version}}'],
      fix: 'Install Docker and start its daemon.',
    },
    { command: 'kind', args: ['version', '-q'], fix: 'Install kind 0.27 or later: https://kind.sigs.k8s.io/' },
    {
      command: 'kubectl',
      args: ['version', '--client'],
      fix: 'Install kubectl: https://kubernetes.io/docs/tasks/tools/',
    },
  ]
  const versions: string[] = []
  for (const { command, args, fix } of tools) {
    const result = await attempt(command, args).catch((error: unknown) => ({
      exitCode: null,
      stdout: '',
      stderr: error instanceof Error ? error.message : String(error),
    }))
    if (result.exitCode !== 0) {
      return { ready: false, reason: `${command}: ${result.stderr.trim().split('\n')[0] ?? 'does not answer'}`, fix }
    }
    versions.push(
      `${command} ${
        result.stdout
          .trim()
          .split('\n')[0]
          ?.replace(/^.*: v?/, '') ?? ''
      }`,
    )
  }
  return { ready: true, version: versions.join(', ') }
}
