import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { EXIT, reportError } from './exit.js'
import { interruption } from './interruption.js'

const packageFile = new URL('../../package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }

const program = new Command('audit-lab')
  .description('A test lab for Kubernetes audit policies: real requests, measured Events, claims and log volume.')
  .version(version)
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addHelpText(
    'after',
    '\nExit status: 0 all held; 1 a claim or cell failed; 2 bad usage, scenario or policy;\n3 the engine or the machine failed; 130 interrupted.',
  )

// A reader that goes early (`audit-lab --help | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const signal = interruption()
setMaxListeners(0, signal)
/** Each command by its name. Only the one that is called is loaded: that is most of the time of a quick command. */
const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  check: async () => (await import('./check.js')).addCheckCommand(program),
  run: async () => (await import('./run.js')).addRunCommand(program, signal),
  'merge-reports': async () => (await import('./merge-reports.js')).addMergeReportsCommand(program),
  record: async () => (await import('./record.js')).addRecordCommand(program, signal),
  lint: async () => (await import('./lint.js')).addLintCommand(program, version),
  prove: async () => (await import('./prove.js')).addProveCommand(program),
  volume: async () => (await import('./volume.js')).addVolumeCommand(program, signal),
  diff: async () => (await import('./diff.js')).addDiffCommand(program, signal),
  coverage: async () => (await import('./coverage.js')).addCoverageCommand(program),
  format: async () => (await import('./format.js')).addFormatCommand(program),
  explain: async () => (await import('./explain.js')).addExplainCommand(program),
  manifest: async () => (await import('./manifest.js')).addManifestCommand(program, version),
  log: async () => (await import('./log.js')).addLogCommand(program, signal),
  sql: async () => (await import('./sql.js')).addSqlCommand(program),
  practice: async () => (await import('./practice.js')).addPracticeCommand(program),
  cluster: async () => (await import('./cluster.js')).addClusterCommand(program, signal),
  doctor: async () => (await import('./doctor.js')).addDoctorCommand(program),
  schema: async () => (await import('./schema.js')).addSchemaCommand(program),
}
const called = COMMANDS[process.argv[2] ?? '']
for (const add of called === undefined ? Object.values(COMMANDS) : [called]) await add()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode =
    error instanceof CommanderError
      ? error.exitCode === 0
        ? EXIT.held
        : EXIT.usage
      : reportError(error, signal.aborted)
}
