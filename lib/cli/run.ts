import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { loadEngine } from '../engine/registry.js'
import { InputError } from '../errors.js'
import type { Plan, Progress } from '../engine/engine.js'
import type { Execution } from '../engine/execution.js'
import type { RunResult, Shard } from '../run/result.js'
import { crossCheck } from '../run/cross-check.js'
import type { RunInput } from '../run/judge-run.js'
import { runResult } from '../run/run-result.js'
import { joinVersions } from '../run/versions/join-versions.js'
import { packageRoot } from '../scenario/package-root.js'
import type { ShardNumber } from '../scenario/shard.js'
import {
  addBinariesOption,
  addClusterOptions,
  clusterSettings,
  parseCount,
  parseTime,
  type ClusterFlags,
} from './cluster-options.js'
import { addExistingOptions, agreed, engineFlags, existingSettings, type ExistingFlags } from './existing-options.js'
import { ENGINE_CHOICES, pickEngine } from './pick-engine.js'
import { withProgress } from './progress.js'
import { select, type SelectedPolicy, type Selection, type SelectionFlags } from './select.js'
import { nothingRun, shardNumber, takeShard } from './shard.js'
import { checkSeveralVersions } from './versions.js'
import { checkReports, writeResult } from './write-result.js'

interface RunFlags extends SelectionFlags, ExistingFlags, Omit<ClusterFlags, 'name'> {
  readonly engine?: string
  readonly binaries?: string
  readonly cluster?: string
  readonly strict?: boolean
  readonly crossCheck?: boolean
  readonly failOnSkip?: boolean
  readonly keep?: boolean
  readonly update?: boolean
  readonly background: number
  readonly load: 'idle' | 'busy'
  readonly parallel?: number
  readonly output: string
  readonly report: readonly string[]
  readonly mainPolicy?: string
  readonly shard?: ShardNumber
}

const collect = (value: string, all: readonly string[]): string[] => [...all, value]

/** `run`: scenarios × policies on an engine, with cells, claims and volume. */
export function addRunCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('run [scenarios...]')
    .description('scenarios × policies: cells, claims, volume')
    .option('-p, --policy <file>', 'a policy, or NAME=FILE to hold FILE to the cells of NAME; repeatable', collect, [])
    .option(
      '-r, --requirements <file>',
      'requirements that every request must keep, or a shipped pack by its name; repeatable',
      collect,
      [],
    )
    .addOption(new Option('--engine <name>', 'what executes the scenarios').choices(ENGINE_CHOICES))
    .option('--run <regex>', 'only scenarios or scenario/step whose name matches')
    .option('-l, --label <key=value>', 'only scenarios with this label; repeatable', collect, [])
    .addOption(new Option('--shard <i/n>', 'only this part of the scenarios; see merge-reports').argParser(shardNumber))
    .option('--strict', 'fail on requests that no claim covers')
    .option('--fail-on-skip', 'fail when a scenario is skipped; on when CI is set')
    .option('--update', 'write the cells of this run beside the policies; refused when CI is set')
    .option('-o, --output <format>', 'text or json', 'text')
    .option('--report <format=path>', 'junit, markdown, github, json or text into a file; repeatable', collect, [])
    .option('--cluster <name>', "use this cluster of the lab's (see `cluster up`) instead of a new one")
    .option('--cross-check', 'hold the live run against the replay, Event by Event')
    .option('--keep', 'leave the cluster, for looking at it')
    .option('--main-policy <file>', "policy of a new cluster's main server; its cells are then not projected")
    .addOption(
      new Option('--background <duration>', "how long to record the cluster's own requests; 0s counts none")
        .argParser(parseTime)
        .default(15_000, '15s'),
    )
    .addOption(
      new Option('--load <kind>', 'replay: the background of a cluster that was idle, or busy with rollouts and Jobs')
        .choices(['idle', 'busy'])
        .default('idle'),
    )
    .option('--parallel <number>', 'scenarios at once; by cores without it', parseCount)
    .addHelpText(
      'after',
      `
Examples:
  audit-lab run --engine kind
  audit-lab run --engine kind -p policy.yaml --run secret-bodies
  audit-lab run -p policy.yaml -r cis -r requirements.yaml
  audit-lab run --engine kind -p cks-configmaps=my-answer.yaml
  audit-lab run --engine kind -o json --report junit=reports/junit.xml`,
    )
    .action(async (scenarios: string[], flags: RunFlags) => {
      process.exitCode = await runCommand(scenarios, flags, signal)
    })
  addBinariesOption(addClusterOptions(command))
  addExistingOptions(command)
}

async function runCommand(names: readonly string[], flags: RunFlags, signal: AbortSignal): Promise<number> {
  const format = flags.output
  if (format !== 'text' && format !== 'json') throw new InputError(`--output ${format}: text or json is expected`)
  const { result, reports } = await runVersions(names, flags, signal)
  await writeResult(result, format, reports)
  return result.summary.exitStatus
}

interface Ran {
  readonly result: RunResult
  readonly reports: readonly string[]
}

/** The whole matrix on each version that is asked for, one after the other. */
async function runVersions(names: readonly string[], flags: RunFlags, signal: AbortSignal): Promise<Ran> {
  const [version, ...others] = flags.kubernetesVersion
  const { result, reports } = await runOn(version, names, flags, signal)
  if (others.length === 0) return { result, reports }
  const results: [RunResult, ...RunResult[]] = [result]
  for (const other of others) results.push((await runOn(other, names, flags, signal)).result)
  return { result: joinVersions(results, failsOnSkip(flags)), reports }
}

async function runOn(
  version: string | undefined,
  names: readonly string[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<Ran> {
  if (flags.update === true && process.env['CI'] !== undefined) {
    throw new InputError('--update is refused when CI is set', {
      hint: 'Update the cells on your own machine and commit them.',
    })
  }
  const { selection, shard } = sharded(await select(names, flags), flags)
  const reports = [...selection.reports, ...flags.report]
  await checkReports(reports)
  const engine = await pickEngine(flags.engine ?? selection.engine ?? 'replay', {
    binaries: flags.binaries ?? null,
    kubernetesVersion: version ?? null,
  })
  if (flags.kubernetesVersion.length > 1) checkSeveralVersions(flags, engine.name)
  if (flags.update === true && engine.name === 'replay') refuseShipped(selection.policies)
  if (flags.crossCheck === true && engine.name === 'replay') {
    throw new InputError('--cross-check holds a live run against the replay; name a live engine with --engine')
  }
  const wanted: Omit<Plan, 'progress'> = {
    policies: selection.policies,
    scenarios: selection.scenarios,
    signal,
    settings: {
      cluster: clusterSettings(
        { ...flags, kubernetesVersion: version === undefined ? [] : [version] },
        flags.mainPolicy ?? null,
      ),
      clusterName: flags.cluster ?? null,
      keep: flags.keep ?? false,
      binaries: flags.binaries ?? null,
      backgroundSeconds: flags.background / 1000,
      backgroundLoad: flags.load,
      parallel: flags.parallel ?? null,
      existing: existingSettings(flags, engine.name),
    },
  }
  const plan = await agreed(engine, wanted, flags)
  const execute = (progress: Progress): Promise<Execution> => engine.execute({ ...plan, progress })
  // A replay is over before anybody could read how far it is.
  const execution = await (selection.scenarios.length === 0
    ? nothingRun(engine.name)
    : engine.name === 'replay'
      ? execute(() => undefined)
      : withProgress(`audit-lab run, engine ${engine.name}`, execute))
  let input = runInput(selection, shard, execution, {
    ...flags,
    kubernetesVersion: version === undefined ? [] : [version],
  })
  if (flags.update === true) {
    const { updateCells } = await import('./update-cells.js')
    const updated = await updateCells(selection.policies, input)
    const how = engine.name === 'replay' ? 'replayed; --engine kind measures them' : 'measured'
    for (const path of updated.written) process.stderr.write(`cells written (${how}): ${path}\n`)
    input = { ...input, policies: updated.policies }
  }
  const judged = runResult(input)
  const result =
    flags.crossCheck === true && selection.scenarios.length > 0 ? await crossChecked(judged, execution, plan) : judged
  return { result, reports }
}

/** The shipped cells check the evaluator, so they never come from it. */
function refuseShipped(policies: readonly SelectedPolicy[]): void {
  const shipped = policies.filter(({ cellsPath }) => cellsPath.startsWith(join(packageRoot(), 'policies')))
  if (shipped.length === 0) return
  const names = shipped.map(({ name }) => name).join(', ')
  throw new InputError(`--update with the replay engine would write the shipped cells of ${names}`, {
    hint: 'They are measured: add --engine kind, or name a policy of your own with -p.',
  })
}

/** Any difference from the replay is a failure: one of the two is wrong. */
async function crossChecked(result: RunResult, execution: Execution, plan: Omit<Plan, 'progress'>): Promise<RunResult> {
  const replay = await loadEngine('replay')
  const replayed = await replay.execute({ ...plan, progress: () => undefined })
  const check = crossCheck(execution, replayed)
  const { summary } = result
  const exitStatus = check.differences.length > 0 && summary.exitStatus === 0 ? 1 : summary.exitStatus
  return { ...result, crossCheck: check, summary: { ...summary, exitStatus } }
}

/** With `--shard` a part of what is selected; it may be empty. */
function sharded(selection: Selection, flags: RunFlags): { selection: Selection; shard: Shard | null } {
  if (flags.shard === undefined) return { selection, shard: null }
  const { scenarios, shard } = takeShard(selection.scenarios, flags.shard, failsOnSkip(flags))
  return { selection: { ...selection, scenarios, ...(scenarios.length === 0 ? { policies: [] } : {}) }, shard }
}

function failsOnSkip({ failOnSkip }: RunFlags): boolean {
  return failOnSkip ?? process.env['CI'] !== undefined
}

function runInput(selection: Selection, shard: Shard | null, execution: Execution, flags: RunFlags): RunInput {
  return {
    execution,
    shard,
    scenarios: selection.scenarios,
    policies: selection.policies,
    requirements: selection.requirements,
    strict: flags.strict ?? false,
    failOnSkip: failsOnSkip(flags),
    how: execution.engine === 'replay' ? 'replayed' : 'measured',
    rerun: (scenario, policy) =>
      selection.rerun(scenario, policy, engineFlags(execution.engine, flags), flags.cluster ?? null) +
      flags.kubernetesVersion.map((version) => ` --kubernetes-version ${version}`).join(''),
  }
}
