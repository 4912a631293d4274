import { InvalidArgumentError, Option, type Command } from 'commander'
import { InputError } from '../errors.js'
import { relativePath } from '../util/path.js'
import { printResult, wantsColor } from './streams.js'

interface CoverageFlags {
  readonly policy: string
  readonly run?: string
  readonly label: readonly string[]
  readonly threshold: number
  readonly mutantThreshold: number
  readonly output: 'text' | 'json'
}

/** `coverage`: what of a policy the scenarios exercise, and which changes of it nothing would notice. */
export function addCoverageCommand(program: Command): void {
  program
    .command('coverage [scenarios...]')
    .description('which rules and items of a policy the scenarios exercise, and which changes of it nothing notices')
    .requiredOption('-p, --policy <file>', 'the policy, or NAME=FILE to hold FILE to the cells of NAME')
    .option('--run <regex>', 'only scenarios or scenario/step whose name matches')
    .option(
      '-l, --label <key=value>',
      'only scenarios with this label; repeatable',
      (value, all: string[]) => [...all, value],
      [],
    )
    .option('--threshold <percent>', 'exit with 1 when less of the rules and items is exercised', percent, 0)
    .option('--mutant-threshold <percent>', 'exit with 1 when fewer changes of the policy are noticed', percent, 0)
    .addOption(new Option('-o, --output <format>', 'how to write the result').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
It replays recordings. A change is noticed when a claim or a pinned cell fails that did not fail before.
Exit status: 0 the thresholds are reached; 1 they are not; 2 the server refuses the policy, or bad usage.

Examples:
  audit-lab coverage -p policy.yaml
  audit-lab coverage -p policy.yaml --threshold 80 --mutant-threshold 70
  audit-lab coverage -p policy.yaml -l area=secrets -o json`,
    )
    .action(async (scenarios: readonly string[], flags: CoverageFlags) => {
      process.exitCode = await coverageCommand(scenarios, flags)
    })
}

async function coverageCommand(names: readonly string[], flags: CoverageFlags): Promise<number> {
  // Other commands should not wait for what this one needs.
  const [{ coverPolicy }, { recordedScenario }, { readRecordings }, { select }] = await Promise.all([
    import('../check/cover-policy.js'),
    import('../check/noticing.js'),
    import('../engine/replay/read-recordings.js'),
    import('./select.js'),
  ])
  const { policies, scenarios } = await select(names, { ...flags, policy: [flags.policy], requirements: [] })
  const [policy] = policies
  if (policy === undefined) throw new InputError(`no policy: ${flags.policy}`)
  const { loaded } = policy
  if (loaded.loaded === 'refused') {
    throw new InputError(`${flags.policy}: kube-apiserver would refuse this policy: ${loaded.message}`)
  }
  const recordings = await readRecordings(scenarios)
  const result = coverPolicy(
    loaded.policy,
    { ...policy, path: relativePath(policy.path, process.cwd()) },
    scenarios.flatMap((scenario, at) => {
      const recording = recordings[at]
      return recording === undefined ? [] : [recordedScenario(scenario, recording)]
    }),
    { exercised: flags.threshold, noticed: flags.mutantThreshold },
  )
  if (flags.output === 'json') await printResult((await import('../report/coverage/json.js')).coverageJson(result))
  else {
    const { coverageText } = await import('../report/coverage/text.js')
    await printResult(coverageText(result, { color: wantsColor(process.stdout) }))
  }
  return result.exitStatus
}

/** For commander: bad usage is exit status 2. */
function percent(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 100) throw new InvalidArgumentError('a whole number from 0 to 100 is expected.')
  return value
}
