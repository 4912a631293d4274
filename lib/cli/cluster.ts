import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import type { ClusterStatus, clusterUp, clusterDown, clusterStatus } from '../engine/kind/commands.js'
import { InputError } from '../errors.js'
import { addClusterOptions, clusterSettings, type ClusterFlags } from './cluster-options.js'
import { withProgress } from './progress.js'
import { printResult } from './streams.js'

interface KindCommands {
  readonly clusterUp: typeof clusterUp
  readonly clusterDown: typeof clusterDown
  readonly clusterStatus: typeof clusterStatus
}

const load = (): Promise<KindCommands> => import('../engine/kind/commands.js')

/** `cluster up|down|status`: the KIND cluster with auditing mounted, by itself. */
export function addClusterCommand(program: Command, signal: AbortSignal): void {
  const cluster = program.command('cluster').description('the KIND cluster with auditing mounted, by itself')
  addClusterOptions(cluster.command('up').description('make a cluster; it stays until `cluster down`'))
    .option('-p, --policy <file>', 'policy of the main server; everything is recorded without it')
    .option('-o, --output <format>', 'text or json', 'text')
    .addHelpText(
      'after',
      '\nExamples:\n  audit-lab cluster up --name lab\n  audit-lab cluster up --name lab -p policy.yaml\n  audit-lab run --engine kind --cluster lab',
    )
    .action(async (flags: ClusterFlags & { policy?: string; output: string }) => {
      const { clusterUp: up } = await load()
      const name = flags.name ?? `audit-lab-${randomBytes(3).toString('hex')}`
      const made = await withProgress(`cluster ${name}`, (progress) =>
        up(name, clusterSettings(flags, flags.policy ?? null), { keep: true, progress, signal }),
      )
      await printResult(
        flags.output === 'json'
          ? `${JSON.stringify({ schemaVersion: 1, ...made })}\n`
          : [
              `cluster     ${made.name}`,
              `kubeconfig  ${made.kubeconfig}`,
              `policy      ${made.policy}`,
              `audit log   docker exec ${made.node} tail -f ${made.log}`,
              `remove it   audit-lab cluster down --name ${made.name}`,
              '',
            ].join('\n'),
      )
    })
  cluster
    .command('down')
    .description("remove a cluster of the lab's")
    .option('--name <name>', 'which one')
    .option('--all', 'every one that no run uses')
    .addHelpText('after', '\nExamples:\n  audit-lab cluster down --name lab\n  audit-lab cluster down --all')
    .action(async (flags: { name?: string; all?: boolean }) => {
      if ((flags.name === undefined) === (flags.all !== true))
        throw new InputError('name a cluster with --name, or take --all')
      const { clusterDown: down } = await load()
      const removed = await withProgress('cluster down', (progress) => down(flags.name ?? null, progress))
      await printResult(removed.map((name) => `removed ${name}\n`).join(''))
    })
  cluster
    .command('status')
    .description("the clusters of the lab's, and whether they audit")
    .option('-o, --output <format>', 'text or json', 'text')
    .addHelpText('after', '\nExample:\n  audit-lab cluster status -o json')
    .action(async (flags: { output: string }) => {
      const { clusterStatus: status } = await load()
      const all = await status(signal)
      await printResult(
        flags.output === 'json'
          ? `${JSON.stringify({ schemaVersion: 1, clusters: all })}\n`
          : all.length === 0
            ? 'no clusters\n'
            : all.flatMap(statusLines).join(''),
      )
    })
}

/** A line for the cluster and, where there are several, one for each control plane. */
function statusLines({ name, state, detail, controlPlanes }: ClusterStatus): string[] {
  const several = controlPlanes.length > 1
  const planes = several ? controlPlanes.map(({ node, problem }) => `  ${node}  ${problem ?? 'audits'}\n`) : []
  const words = detail === null || (several && state === 'does not audit') ? '' : `: ${detail}`
  return [`${name}  ${state}${words}\n`, ...planes]
}
