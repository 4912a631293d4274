import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addCheckCommand } from './check.js'
import { addClusterCommand } from './cluster.js'
import { EXIT, reportError } from './exit.js'
import { addDoctorCommand } from './doctor.js'
import { addExplainCommand } from './explain.js'
import { addDiffCommand } from './diff.js'
import { addLintCommand } from './lint.js'
import { addProveCommand } from './prove.js'
import { addRecordCommand } from './record.js'
import { addRunCommand } from './run.js'
import { addSchemaCommand } from './schema.js'
import { addMergeReportsCommand } from './merge-reports.js'
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
addCheckCommand(program)
addRunCommand(program, signal)
addMergeReportsCommand(program)
addRecordCommand(program, signal)
addLintCommand(program, version)
addProveCommand(program)
addDiffCommand(program)
addExplainCommand(program)
addClusterCommand(program, signal)
addDoctorCommand(program)
addSchemaCommand(program)

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
