import { text as readAll } from 'node:stream/consumers'
import { Option, type Command } from 'commander'
import { relativePath } from '../util/path.js'
import { printResult, wantsColor } from './streams.js'

interface CheckFlags {
  readonly output: 'text' | 'json' | 'markdown'
}

/** `check`: what can be said of a policy with no cluster, on a page. */
export function addCheckCommand(program: Command): void {
  program
    .command('check <policy>')
    .description('a policy on one page, with no cluster: what leaves no trace, what leaks, what holds, what it costs')
    .addOption(
      new Option('-o, --output <format>', 'how to write the page')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
A policy is a file, or - for standard input; a ConfigMap with a policy in it will do.
Exit status: 0 nothing that everybody should mend; 1 a lint error, it loads only leniently, an act leaves no trace, or a body or
token reaches the log; 2 the server refuses it, or bad usage. Requirements and detections do not count: nobody owes
all of them.

Examples:
  audit-lab check policy.yaml
  audit-lab check policy.yaml -o markdown >> "$GITHUB_STEP_SUMMARY"
  kubectl get configmap audit-policy -o yaml | audit-lab check -`,
    )
    .action(async (path: string, flags: CheckFlags) => {
      process.exitCode = await checkCommand(path, flags)
    })
}

async function checkCommand(path: string, { output }: CheckFlags): Promise<number> {
  // Other commands should not wait for what this one needs.
  const [{ check }, { checkInput }, { readText }] = await Promise.all([
    import('../check/check.js'),
    import('../check/inputs.js'),
    import('../scenario/read-text.js'),
  ])
  const isPiped = path === '-'
  const text = isPiped ? await readAll(process.stdin) : await readText(path)
  const result = check(await checkInput(isPiped ? 'stdin' : relativePath(path, process.cwd()), text))
  if (output === 'json') await printResult((await import('../report/check/json.js')).checkJson(result))
  else if (output === 'markdown') await printResult((await import('../report/check/markdown.js')).checkMarkdown(result))
  else {
    const { checkText } = await import('../report/check/text.js')
    await printResult(checkText(result, { color: wantsColor(process.stdout) }))
  }
  return result.exitStatus
}
