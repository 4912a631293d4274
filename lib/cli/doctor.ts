import Table from 'cli-table3'
import { type Command, Option } from 'commander'
import { chooseEngine } from '../engine/auto.js'
import type { Availability, CheckedPlace } from '../engine/engine.js'
import { ENGINE_NAMES, loadEngine } from '../engine/registry.js'
import { printable } from '../util/printable.js'
import { addBinariesOption } from './cluster-options.js'
import { EXIT } from './exit.js'
import { printResult } from './streams.js'

interface Diagnosis {
  readonly name: string
  readonly about: string
  readonly state: Availability
}

/** `doctor`: what this machine can run, why not the rest, and what to do about it. */
export function addDoctorCommand(program: Command): void {
  addBinariesOption(program.command('doctor'))
    .description('what this machine can run, and how to get the rest')
    .addOption(new Option('--engine <name>', 'only this one; exit status 3 when it is not ready').choices(ENGINE_NAMES))
    .option('-o, --output <format>', 'text or json', 'text')
    .addHelpText('after', '\nExamples:\n  audit-lab doctor\n  audit-lab doctor --engine kind -o json')
    .action(async (flags: { engine?: string; output: string; binaries?: string }) => {
      const where = { binaries: flags.binaries ?? null, kubernetesVersion: null }
      const names = flags.engine === undefined ? ENGINE_NAMES : [flags.engine]
      const diagnoses = await Promise.all(names.map((name) => diagnose(name, where)))
      const auto = flags.engine === undefined ? (await chooseEngine(ENGINE_NAMES, where)).engine.name : null
      await printResult(flags.output === 'json' ? asJson(diagnoses, auto) : asText(diagnoses, auto))
      const needed = diagnoses.filter(({ name }) => name === (flags.engine ?? 'replay'))
      process.exitCode = needed.every(({ state }) => state.ready) ? EXIT.held : EXIT.engine
    })
}

async function diagnose(name: string, where: CheckedPlace): Promise<Diagnosis> {
  const engine = await loadEngine(name)
  return { name, about: engine.about, state: await engine.check(where) }
}

function asJson(diagnoses: readonly Diagnosis[], auto: string | null): string {
  const engines = diagnoses.map(({ name, about, state }) => ({ name, about, ...state }))
  return `${JSON.stringify({ schemaVersion: 1, engines, auto })}\n`
}

function asText(diagnoses: readonly Diagnosis[], auto: string | null): string {
  const table = new Table({ head: ['engine', 'ready', 'version, or why not'], style: { head: [], border: [] } })
  for (const { name, state } of diagnoses) {
    const detail = state.ready ? state.version : `${state.reason}\n${state.fix}`
    table.push([name, state.ready ? 'yes' : 'no', detail.split('\n').map(printable).join('\n')])
  }
  return `${table.toString()}\n${auto === null ? '' : `--engine auto takes ${auto}\n`}`
}
