import { writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { type Command, Option } from 'commander'
import { ENGINE_NAMES, loadEngine } from '../engine/registry.js'
import { makeRecording, RECORDING_POLICIES } from '../engine/replay/make-recording.js'
import { recordingPath } from '../engine/replay/recording.js'
import { EngineError, InputError } from '../errors.js'
import {
  addBinariesOption,
  addClusterOptions,
  clusterSettings,
  parseCount,
  type ClusterFlags,
} from './cluster-options.js'
import { withProgress } from './progress.js'
import { readSelectedScenarios } from './select.js'
import { printResult } from './streams.js'

interface RecordFlags extends Omit<ClusterFlags, 'name'> {
  readonly engine: string
  readonly binaries?: string
  readonly cluster?: string
  readonly run?: string
  readonly label: readonly string[]
  readonly parallel?: number
}

/** `record`: runs scenarios under the catch-all on a live engine and writes the recordings beside them. */
export function addRecordCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('record [scenarios...]')
    .description('record scenarios on a live engine, for replay')
    .addOption(
      new Option('--engine <name>', 'a live engine')
        .choices(ENGINE_NAMES.filter((name) => name !== 'replay' && name !== 'existing'))
        .default('kind'),
    )
    .option('--run <regex>', 'only scenarios or scenario/step whose name matches')
    .option(
      '-l, --label <key=value>',
      'only scenarios with this label; repeatable',
      (value, all: string[]) => [...all, value],
      [],
    )
    .option('--cluster <name>', "use this cluster of the lab's instead of a new one")
    .option('--parallel <number>', 'scenarios at once; by cores without it', parseCount)
    .addHelpText('after', '\nExamples:\n  audit-lab record\n  audit-lab record secret-bodies --cluster lab')
    .action(async (names: string[], flags: RecordFlags) => {
      await record(names, flags, signal)
    })
  addBinariesOption(addClusterOptions(command))
}

async function record(names: readonly string[], flags: RecordFlags, signal: AbortSignal): Promise<void> {
  const scenarios = await readSelectedScenarios(names, flags)
  const engine = await loadEngine(flags.engine)
  const kubectl = await kubectlVersion()
  const execution = await withProgress(`audit-lab record, engine ${engine.name}`, (progress) =>
    engine.execute({
      policies: RECORDING_POLICIES,
      scenarios,
      signal,
      progress,
      settings: {
        cluster: clusterSettings(flags, null),
        clusterName: flags.cluster ?? null,
        keep: false,
        binaries: flags.binaries ?? null,
        backgroundSeconds: 0,
        backgroundLoad: 'idle',
        parallel: flags.parallel ?? null,
        existing: null,
      },
    }),
  )
  const refused: string[] = []
  for (const scenario of scenarios) {
    const recording = makeRecording(scenario, execution, kubectl)
    if ('refused' in recording) {
      refused.push(`${scenario.name}: ${recording.refused}`)
      continue
    }
    const path = recordingPath(scenario.file)
    await writeFile(path, `${JSON.stringify(recording, null, 1)}\n`)
    await printResult(`${relative(process.cwd(), path)}\n`)
  }
  if (refused.length === 0) return
  const message = `not recorded, and what was recorded before is left as it was:\n${refused.join('\n')}`
  throw refused.length === scenarios.length ? new EngineError(message) : new InputError(message)
}

/** Such as v1.34.4. */
async function kubectlVersion(): Promise<string> {
  // Commands that start no process do not wait for the library that starts them.
  const { run } = await import('../util/exec.js')
  const { clientVersion } = JSON.parse(await run('kubectl', ['version', '--client', '-o', 'json'])) as {
    clientVersion: { gitVersion: string }
  }
  return clientVersion.gitVersion
}
