import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { attributesOfInput } from '../audit/request-input.js'
import { InputError } from '../errors.js'
import { evaluate } from '../policy/evaluate.js'
import { explain } from '../policy/explain.js'
import { loadPolicy } from '../policy/load.js'
import type { Policy } from '../policy/policy.js'
import { EXIT } from './exit.js'
import { explanation } from './explanation.js'
import { printResult, wantsColor } from './streams.js'

interface ExplainFlags {
  readonly policy: string
  readonly requests?: string
  readonly output: string
  readonly user?: string
  readonly group: readonly string[]
  readonly verb?: string
  readonly namespace?: string
  readonly apiGroup?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  readonly path?: string
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
  let line = 0
  for await (const text of requestsOf(flags)) {
    line += 1
    if ('error' in parse(text)) process.exitCode = EXIT.usage
    const answer = flags.output === 'json' ? jsonAnswer(policy, text) : textAnswer(policy, text, flags.policy, line)
    await printResult(answer)
  }
}

async function readPolicy(path: string): Promise<Policy> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  const loaded = loadPolicy(text, path)
  for (const note of loaded.notes) process.stderr.write(`${path}: ${note}\n`)
  if (loaded.loaded === 'refused')
    throw new InputError(`${path}: kube-apiserver would refuse this policy: ${loaded.message}`)
  if (loaded.loaded === 'lenient') process.stderr.write(`${path}: ${loaded.message}\n`)
  return loaded.policy
}

/** Lines of JSON: of a file, of standard input, or the one that the flags make. */
async function* requestsOf(flags: ExplainFlags): AsyncIterable<string> {
  const { user, group, verb, namespace, apiGroup, resource, subresource, name, path } = flags
  const named = Object.entries({ user, verb, namespace, apiGroup, resource, subresource, name, path })
  const given = named.filter((entry) => entry[1] !== undefined)
  if (given.length > 0) {
    if (flags.requests !== undefined) throw new InputError('--requests and the flags of one request exclude each other')
    yield JSON.stringify({ ...Object.fromEntries(given), groups: group })
    return
  }
  const file = flags.requests ?? '-'
  if (file === '-' && process.stdin.isTTY) {
    throw new InputError('no request', {
      hint: 'Give one with --verb and --resource, a file with --requests, or lines on standard input.',
    })
  }
  const input = file === '-' ? process.stdin : createReadStream(file)
  yield* createInterface({ input, crlfDelay: Infinity })
}

/** Every line has its answer, an empty one too, so that answers stay beside their requests. */
function parse(text: string): ReturnType<typeof attributesOfInput> {
  if (text.trim() === '') return { error: 'an empty line' }
  try {
    return attributesOfInput(JSON.parse(text))
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function jsonAnswer(policy: Policy, text: string): string {
  const attributes = parse(text)
  if ('error' in attributes) return `${JSON.stringify({ error: attributes.error })}\n`
  const { level, rule, omitStages, omitManagedFields } = evaluate(policy, attributes)
  return `${JSON.stringify({ level, rule, omitStages, omitManagedFields })}\n`
}

function textAnswer(policy: Policy, text: string, file: string, line: number): string {
  const attributes = parse(text)
  if ('error' in attributes) return `request ${line}: ${attributes.error}\n\n`
  return explanation(attributes, explain(policy, attributes), relative(process.cwd(), file), wantsColor(process.stdout))
}
