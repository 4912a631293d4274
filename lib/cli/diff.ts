import { Option, type Command } from 'commander'
import type { Named } from '../check/diff-policies.js'
import type { DiffResult, VolumeChange } from '../check/result.js'
import { countOf } from '../util/numbers.js'
import { relativePath } from '../util/path.js'
import { EXIT, type ExitStatus } from './exit.js'
import { withProgress } from './progress.js'
import { readPolicy } from './read-policy.js'
import { printResult, wantsColor } from './streams.js'

/** From the least on. */
const FAIL_ON = ['more', 'less', 'bodies-gained', 'evidence-lost'] as const

interface DiffFlags {
  readonly output: 'text' | 'json' | 'markdown'
  readonly failOn: (typeof FAIL_ON)[number]
  readonly log: readonly string[]
}

/** `diff`: which requests two policies decide differently. */
export function addDiffCommand(program: Command, signal: AbortSignal): void {
  program
    .command('diff <old> <new>')
    .description('which requests two policies decide differently, of all possible ones')
    .addOption(
      new Option('-o, --output <format>', 'how to write the differences')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <kind>', 'exit with 1 for this kind of difference and those that are worse')
        .choices([...FAIL_ON])
        .default('more'),
    )
    .option(
      '--log <log>',
      'a log to count under both: a file, a pattern, a folder, or - for standard input; repeatable',
      (value, all: string[]) => [...all, value],
      [],
    )
    .addHelpText(
      'after',
      `
A policy is a file, or git:REVISION:FILE.
Exit status: 0 the policies are equal, or differ in nothing from --fail-on on; 1 they differ; 2 a server would refuse one
of them, or bad usage; 3 it could not be decided within the limit of work.

Examples:
  audit-lab diff git:main:policy.yaml policy.yaml
  audit-lab diff --fail-on evidence-lost old.yaml new.yaml
  audit-lab diff --log /var/log/kubernetes/audit old.yaml new.yaml
  audit-lab diff -o markdown old.yaml new.yaml >> "$GITHUB_STEP_SUMMARY"`,
    )
    .action(async (before: string, after: string, flags: DiffFlags) => {
      process.exitCode = await diffCommand(before, after, flags, signal)
    })
}

async function diffCommand(
  before: string,
  after: string,
  { output, failOn, log }: DiffFlags,
  signal: AbortSignal,
): Promise<ExitStatus> {
  // Other commands should not wait for what this one needs.
  const [{ diffPolicies }, { shippedTraffic }] = await Promise.all([
    import('../check/diff-policies.js'),
    import('../check/inputs.js'),
  ])
  const named = async (path: string): Promise<Named> => ({
    policy: await readPolicy(path),
    path: relativePath(path, process.cwd()),
  })
  const [was, is] = [await named(before), await named(after)]
  const result = await diffPolicies(was, is, {
    traffic: shippedTraffic,
    log: () => (log.length === 0 ? Promise.resolve(null) : logChange(log, was, is, signal)),
  })
  await printResult(await written(result, output))
  if (result.differences === null) return EXIT.engine
  const counted = FAIL_ON.slice(FAIL_ON.indexOf(failOn)).map((kind) => kind.replace('-', ' '))
  return result.differences.some(({ kind }) => counted.includes(kind)) ? EXIT.failed : EXIT.held
}

/** What logs cost under both policies. What a line does not show is "at least". */
async function logChange(logs: readonly string[], was: Named, is: Named, signal: AbortSignal): Promise<VolumeChange> {
  const [{ findLogs }, { measureLog }] = await Promise.all([
    import('../log/find-logs.js'),
    import('../measure/measure-log.js'),
  ])
  const files = await findLogs(logs)
  const { policies, input } = await withProgress('Reading the log', () =>
    measureLog(
      files,
      [was, is].map((one) => ({ ...one, name: one.path })),
      {
        takenUnder: null,
        projection: { retentionDays: null, pricePerGigabyte: null },
        onProgress: () => undefined,
        signal,
      },
    ),
  )
  for (const { file, line, message } of input.skipped) process.stderr.write(`${file}:${line}: ${message}\n`)
  const [one, other] = policies.map(({ events, bytes }) => ({ events, bytes }))
  if (one === undefined || other === undefined) throw new Error('the log was not counted under both policies')
  return {
    traffic: countOf(input.files, 'log file'),
    before: one,
    after: other,
    isAtLeast: policies.some(({ atLeast }) => atLeast),
  }
}

async function written(result: DiffResult, format: DiffFlags['output']): Promise<string> {
  if (format === 'json') return (await import('../report/diff/json.js')).diffJson(result)
  if (format === 'markdown') return (await import('../report/diff/markdown.js')).diffMarkdown(result)
  return (await import('../report/diff/text.js')).diffText(result, { color: wantsColor(process.stdout) })
}
