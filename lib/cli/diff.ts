import { Option, type Command } from 'commander'
import type { DiffResult } from '../check/result.js'
import { relativePath } from '../util/path.js'
import { EXIT, type ExitStatus } from './exit.js'
import { readPolicy } from './read-policy.js'
import { printResult, wantsColor } from './streams.js'

/** From the least on. */
const FAIL_ON = ['more', 'less', 'bodies-gained', 'evidence-lost'] as const

interface DiffFlags {
  readonly output: 'text' | 'json' | 'markdown'
  readonly failOn: (typeof FAIL_ON)[number]
}

/** `diff`: which requests two policies decide differently. */
export function addDiffCommand(program: Command): void {
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
    .addHelpText(
      'after',
      `
A policy is a file, or git:REVISION:FILE.
Exit status: 0 the policies are equal, or differ in nothing from --fail-on on; 1 they differ; 2 a server would refuse one
of them, or bad usage; 3 it could not be decided within the limit of work.

Examples:
  audit-lab diff git:main:policy.yaml policy.yaml
  audit-lab diff --fail-on evidence-lost old.yaml new.yaml
  audit-lab diff -o markdown old.yaml new.yaml >> "$GITHUB_STEP_SUMMARY"`,
    )
    .action(async (before: string, after: string, flags: DiffFlags) => {
      process.exitCode = await diffCommand(before, after, flags)
    })
}

async function diffCommand(before: string, after: string, { output, failOn }: DiffFlags): Promise<ExitStatus> {
  // Other commands should not wait for what this one needs.
  const [{ diffPolicies }, { shippedTraffic }] = await Promise.all([
    import('../check/diff-policies.js'),
    import('../check/inputs.js'),
  ])
  const named = async (path: string) => ({ policy: await readPolicy(path), path: relativePath(path, process.cwd()) })
  const result = await diffPolicies(await named(before), await named(after), shippedTraffic)
  await printResult(await written(result, output))
  if (result.differences === null) return EXIT.engine
  const counted = FAIL_ON.slice(FAIL_ON.indexOf(failOn)).map((kind) => kind.replace('-', ' '))
  return result.differences.some(({ kind }) => counted.includes(kind)) ? EXIT.failed : EXIT.held
}

async function written(result: DiffResult, format: DiffFlags['output']): Promise<string> {
  if (format === 'json') return (await import('../report/diff/json.js')).diffJson(result)
  if (format === 'markdown') return (await import('../report/diff/markdown.js')).diffMarkdown(result)
  return (await import('../report/diff/text.js')).diffText(result, { color: wantsColor(process.stdout) })
}
