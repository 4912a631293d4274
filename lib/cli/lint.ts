import { writeFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { Option, type Command } from 'commander'
import { InputError } from '../errors.js'
import { isAtLeast, SEVERITIES, type LintResult, type Severity } from '../lint/finding.js'
import { fixed } from '../lint/fix.js'
import { lint } from '../lint/lint.js'
import { readResources } from '../resources/read-resources.js'
import { KUBERNETES, type Resources } from '../resources/resources.js'
import { readText } from '../scenario/read-text.js'
import { relativePath } from '../util/path.js'
import { EXIT, type ExitStatus } from './exit.js'
import { printResult, wantsColor } from './streams.js'

interface LintFlags {
  readonly output: 'text' | 'json' | 'sarif' | 'github'
  readonly fix?: true
  readonly resources: readonly string[]
  readonly severity: Severity
  readonly failOn: Severity
}

const STDIN = '-'

/** `lint`: what is wrong with policies, at file:line:col. */
export function addLintCommand(program: Command, version: string): void {
  program
    .command('lint <policy...>')
    .description('what is wrong with a policy, at file:line:col')
    .addOption(
      new Option('-o, --output <format>', 'how to write the findings')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--fix', 'mend in the files what can be mended without changing what a server does')
    .option(
      '--resources <file>',
      'what your cluster serves: CustomResourceDefinitions, or the output of kubectl api-resources; repeatable',
      (value, all: string[]) => [...all, value],
      [],
    )
    .addOption(
      new Option('--severity <least>', 'leave out what is less severe').choices([...SEVERITIES]).default('info'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices([...SEVERITIES]).default('error'),
    )
    .addHelpText(
      'after',
      `
A policy is a file, or - for standard input. A comment silences a rule in the line below it:
  # audit-lab-disable-next-line no-catch-all
Exit status: 0 nothing from --fail-on on; 1 something; 2 a server would refuse a policy, or bad usage.

Examples:
  audit-lab lint policy.yaml
  audit-lab lint --fix policies/*.yaml
  kubectl api-resources -o wide > resources.txt && audit-lab lint --resources resources.txt policy.yaml
  audit-lab lint -o sarif policy.yaml > lint.sarif`,
    )
    .action(async (paths: readonly string[], flags: LintFlags) => {
      process.exitCode = await lintCommand(paths, flags, version)
    })
}

async function lintCommand(paths: readonly string[], flags: LintFlags, version: string): Promise<ExitStatus> {
  const resources = await resourcesOf(flags.resources)
  const results: LintResult[] = []
  for (const path of paths) {
    const all = await lintFile(path, flags.fix === true, resources)
    results.push({ ...all, findings: all.findings.filter(({ severity }) => isAtLeast(severity, flags.severity)) })
  }
  await printResult(await written(results, flags.output, version))
  if (results.some(({ loaded }) => loaded === 'refused')) return EXIT.usage
  const isFailed = results.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, flags.failOn)))
  return isFailed ? EXIT.failed : EXIT.held
}

async function lintFile(path: string, fix: boolean, resources: Resources): Promise<LintResult> {
  if (path === STDIN && fix) throw new InputError('--fix writes into files, and standard input is none')
  const text = path === STDIN ? await readAll(process.stdin) : await readText(path)
  const name = path === STDIN ? 'stdin' : relativePath(path, process.cwd())
  const found = lint(text, name, resources)
  if (!fix) return found
  const mended = fixed(text, found.findings)
  if (mended === text) return found
  await writeFile(path, mended)
  return lint(mended, name, resources)
}

async function resourcesOf(files: readonly string[]): Promise<Resources> {
  let known = KUBERNETES
  for (const file of files) {
    const { resources, isComplete } = readResources(await readText(file), file)
    known = known.with(resources, isComplete)
  }
  return known
}

async function written(results: readonly LintResult[], format: LintFlags['output'], version: string): Promise<string> {
  if (format === 'json') return (await import('../report/lint/json.js')).lintJson(results)
  if (format === 'github') return (await import('../report/lint/github.js')).lintGithub(results)
  if (format === 'sarif') return (await import('../report/lint/sarif.js')).lintSarif(results, version)
  return (await import('../report/lint/text.js')).lintText(results, { color: wantsColor(process.stdout) })
}
