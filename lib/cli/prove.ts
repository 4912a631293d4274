import { Option, type Command } from 'commander'
import { relativePath } from '../util/path.js'
import { readPolicy } from './read-policy.js'
import { printResult, wantsColor } from './streams.js'

interface ProveFlags {
  readonly policy: string
  readonly requirements: readonly string[]
  readonly output: 'text' | 'json'
}

/** `prove`: requirements decided for every possible request. */
export function addProveCommand(program: Command): void {
  program
    .command('prove')
    .description('whether requirements hold for every possible request, or a request that breaks them')
    .requiredOption('-p, --policy <file>', 'the policy')
    .requiredOption(
      '-r, --requirements <file>',
      'requirements, or a shipped pack by its name; repeatable',
      (value, all: string[] | undefined) => [...(all ?? []), value],
    )
    .addOption(
      new Option('-o, --output <format>', 'how to write the answers').choices(['text', 'json']).default('text'),
    )
    .addHelpText(
      'after',
      `
Exit status: 0 all hold; 1 one is broken, or concerns no possible request; 2 the server refuses the policy, or bad
usage; 3 one could not be decided within the limit of work.

Examples:
  audit-lab prove -p policy.yaml -r cis
  audit-lab prove -p policy.yaml -r requirements.yaml -r soc-2 -o json`,
    )
    .action(async (flags: ProveFlags) => {
      process.exitCode = await proveCommand(flags)
    })
}

async function proveCommand({ policy: path, requirements, output }: ProveFlags): Promise<number> {
  // Other commands should not wait for what this one needs.
  const [{ provePolicy }, { readRequirements }] = await Promise.all([
    import('../check/prove-policy.js'),
    import('../check/catalog.js'),
  ])
  const policy = await readPolicy(path)
  const packs = await Promise.all(requirements.map(readRequirements))
  const result = provePolicy(policy, relativePath(path, process.cwd()), packs)
  if (output === 'json') await printResult((await import('../report/prove/json.js')).proveJson(result))
  else
    await printResult(
      (await import('../report/prove/text.js')).proveText(result, { color: wantsColor(process.stdout) }),
    )
  return result.exitStatus
}
