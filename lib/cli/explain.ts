import type { Command } from 'commander'
import { attributesOfInput } from '../audit/request-input.js'
import { InputError } from '../errors.js'
import { evaluate } from '../policy/evaluate.js'
import { explain } from '../policy/explain.js'
import type { Policy } from '../policy/policy.js'
import { relativePath } from '../util/path.js'
import { printable } from '../util/printable.js'
import { EXIT } from './exit.js'
import { explanation } from './explanation.js'
import { readPolicy } from './read-policy.js'
import { readRequests, type RequestFlags } from './read-requests.js'
import { printResult, wantsColor } from './streams.js'

interface ExplainFlags extends RequestFlags {
  readonly policy: string
  readonly output: string
}

/** `explain`: which rule of a policy decides a request, and why the others did not. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('which rule decides a request, and why the others did not')
    .requiredOption('-p, --policy <file>', 'the policy')
    .option('--requests <file>', 'requests as JSON lines: Events, or short objects; - for standard input')
    .option('-o, --output <format>', 'text, or json: one line for each request', 'text')
    .option('--user <name>', 'who asks; nobody is authenticated without it')
    .option('--group <name>', 'a group of the user; repeatable', (value, all: string[]) => [...all, value], [])
    .option('--verb <verb>', 'such as get, list or create')
    .option('--namespace <name>', 'empty for cluster-scoped requests and for all namespaces')
    .option('--api-group <group>', 'empty for the core group')
    .option('--resource <plural>', 'such as secrets')
    .option('--subresource <name>', 'such as log or exec')
    .option('--name <name>', 'of the object')
    .option('--path <path>', 'of a non-resource request, such as /healthz')
    .addHelpText(
      'after',
      `
Examples:
  audit-lab explain -p policy.yaml --user jane --group system:authenticated --verb get --resource secrets --namespace prod
  audit-lab explain -p policy.yaml --verb get --path /healthz
  tail -n 100 audit.log | audit-lab explain -p policy.yaml -o json`,
    )
    .action(async (flags: ExplainFlags) => {
      await explainCommand(flags)
    })
}

async function explainCommand(flags: ExplainFlags): Promise<void> {
  if (flags.output !== 'text' && flags.output !== 'json')
    throw new InputError(`--output ${flags.output}: text or json is expected`)
  const policy = await readPolicy(flags.policy)
  const answer = flags.output === 'json' ? jsonAnswer : textAnswer
  let line = 0
  for await (const text of readRequests(flags)) {
    line += 1
    const request = parse(text)
    if ('error' in request) process.exitCode = EXIT.usage
    await printResult(answer(policy, request, { file: relativePath(flags.policy, process.cwd()), line }))
  }
}

type Request = ReturnType<typeof attributesOfInput>

/** Every line has its answer, an empty one too, so that answers stay beside their requests. */
function parse(text: string): Request {
  if (text.trim() === '') return { error: 'an empty line' }
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  return attributesOfInput(input)
}

function jsonAnswer(policy: Policy, request: Request): string {
  if ('error' in request) return `${JSON.stringify({ error: request.error })}\n`
  const { level, rule, omitStages, omitManagedFields } = evaluate(policy, request)
  return `${JSON.stringify({ level, rule, omitStages, omitManagedFields })}\n`
}

interface Place {
  /** Of the policy. */
  readonly file: string
  /** Of the request. */
  readonly line: number
}

function textAnswer(policy: Policy, request: Request, { file, line }: Place): string {
  if ('error' in request) return `request ${line}: ${printable(request.error)}\n\n`
  return explanation(request, explain(policy, request), file, wantsColor(process.stdout))
}
