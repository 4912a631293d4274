import { Option, type Command } from 'commander'
import type { Answer, AnswerInput } from '../ask/answer.js'
import type { Question } from '../ask/ask.js'
import type { FilterFlags } from '../ask/filter.js'
import { InputError } from '../errors.js'
import type { LogFile } from '../log/log-file.js'
import { EXIT } from './exit.js'
import { withProgress } from './progress.js'
import { readPolicy } from './read-policy.js'
import { printResult, wantsColor } from './streams.js'

type Output = 'text' | 'json' | 'csv'

interface LogFlags extends FilterFlags {
  readonly output: Output
}

const HELP = `
A log is a file, a pattern in quotes, a folder, or - for standard input: plain, gzip or zstd; as the server, a webhook or a
collector wrote it. Any cluster's will do. Lines that hold no Event are counted and shown.`

/** `log`: questions to audit logs. */
export function addLogCommand(program: Command, signal: AbortSignal): void {
  // What stands behind the name of an inner command is that one's: --output is an option of both.
  program.enablePositionalOptions()
  const log = program
    .command('log')
    .description('questions to audit logs: who changed it, what did they do, what was refused')
    .argument('[log...]', 'with --duckdb: what to ask')
    .option('--duckdb <sql>', 'a statement over the table events, in DuckDB')
    .addOption(outputOption())
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `${HELP}\n\nExample:\n  audit-lab log --duckdb "SELECT username, count(*) FROM events GROUP BY ALL" audit.log`,
    )
    .action(
      async (logs: readonly string[], { duckdb, output }: { readonly duckdb?: string; readonly output: Output }) => {
        if (duckdb === undefined || logs.length === 0)
          throw new InputError(
            'what to ask? A command such as summary or who is expected, or --duckdb with SQL and a log',
          )
        const { queryLog } = await import('../ask/duckdb.js')
        await answerFrom(logs, output, (files, onRead) => queryLog(files, duckdb, { onRead, signal }))
      },
    )
  const add = (usage: string, about: string, example: string): Command =>
    withFilters(log.command(usage).description(about)).addHelpText(
      'after',
      `${HELP}\n\nExample:\n  audit-lab log ${example}`,
    )
  const answer = (logs: readonly string[], flags: LogFlags, make: () => Promise<Question>): Promise<void> =>
    answerQuestion(logs, flags, make, signal)

  withTop(
    add('summary <log...>', 'what is in it, from when to when, by whom', 'summary /var/log/kubernetes/audit'),
  ).action((logs: readonly string[], flags: LogFlags & TopFlags) =>
    answer(logs, flags, async () => (await import('../ask/questions/summary.js')).summary(flags.top)),
  )
  add(
    'show <auditID> <log...>',
    'all Events of one request',
    'show 2c35d35c-9bd6-4a4c-9ae2-2d0bd1cf5a6e audit.log',
  ).action((auditID: string, logs: readonly string[], flags: LogFlags) =>
    answer(logs, flags, async () => (await import('../ask/questions/show.js')).show(auditID)),
  )
  add(
    'who <kind/name> <log...>',
    'who made, changed and deleted an object',
    'who pod/web --namespace prod audit.log',
  ).action((object: string, logs: readonly string[], flags: LogFlags) =>
    answer(logs, flags, async () => {
      const { askedObject } = await import('../ask/asked.js')
      const { KUBERNETES_RESOURCES } = await import('../resources/kubernetes.js')
      return (await import('../ask/questions/who.js')).who(askedObject(object, KUBERNETES_RESOURCES))
    }),
  )
  add('timeline <user> <log...>', 'what a user did, and what it read', 'timeline jane audit.log').action(
    (user: string, logs: readonly string[], flags: LogFlags) =>
      answer(logs, flags, async () => (await import('../ask/questions/timeline.js')).timeline(user)),
  )
  add('by-user <log...>', 'what each user did, and how often', 'by-user audit.log -o csv').action(
    (logs: readonly string[], flags: LogFlags) =>
      answer(logs, flags, async () => (await import('../ask/questions/counts.js')).byUser()),
  )
  add('denied <log...>', 'requests that were refused', 'denied --since 24h audit.log').action(
    (logs: readonly string[], flags: LogFlags) =>
      answer(logs, flags, async () => (await import('../ask/questions/counts.js')).denied()),
  )
  withTop(
    add('top <log...>', 'the most active users, requests, namespaces, clients', 'top --verb create audit.log'),
  ).action((logs: readonly string[], flags: LogFlags & TopFlags) =>
    answer(logs, flags, async () => (await import('../ask/questions/counts.js')).top(flags.top)),
  )
  add(
    'leaks <log...>',
    'tokens, keys and the data of Secrets in it; exit status 1 when there are some',
    'leaks audit.log',
  ).action((logs: readonly string[], flags: LogFlags) =>
    answer(logs, flags, async () => (await import('../ask/questions/leaks.js')).leaks()),
  )
  add(
    'check <log...>',
    'whether each server can have run this policy; exit status 1 when one cannot',
    "check -p policy.yaml 'cp-*/audit.log'",
  )
    .requiredOption('-p, --policy <file>', 'the policy')
    .action((logs: readonly string[], flags: LogFlags & { readonly policy: string }) =>
      answer(logs, flags, async () => {
        const policy = await readPolicy(flags.policy)
        return (await import('../ask/questions/check.js')).check(policy)
      }),
    )
}

interface TopFlags {
  readonly top: number
}

function withTop(command: Command): Command {
  return command.option('--top <count>', 'rows of each table', (text) => Number.parseInt(text, 10), 10)
}

function withFilters(command: Command): Command {
  const several = (value: string, all: readonly string[]): readonly string[] => [...all, value]
  return command
    .option('--user <name>', 'who authenticated or was impersonated; this and the next are repeatable', several, [])
    .option('--verb <verb>', 'such as create', several, [])
    .option('--resource <plural>', 'such as pods, pods/exec or deployments.apps', several, [])
    .option('--namespace <name>', 'of the object', several, [])
    .option('--code <status>', 'such as 403 or 4xx', several, [])
    .option('--since <time>', 'such as 2026-01-31T12:00:00Z, or 2h for two hours ago')
    .option('--until <time>', 'the same')
    .addOption(outputOption())
}

function outputOption(): Option {
  return new Option('-o, --output <format>', 'how to write it').choices(['text', 'json', 'csv']).default('text')
}

async function answerQuestion(
  logs: readonly string[],
  flags: LogFlags,
  make: () => Promise<Question>,
  signal: AbortSignal,
): Promise<void> {
  const [{ askLog }, { filterOf }] = await Promise.all([import('../ask/ask.js'), import('../ask/filter.js')])
  const filter = filterOf(flags, Date.now())
  const question = await make()
  await answerFrom(logs, flags.output, (files, onRead) => askLog(files, question, { filter, onRead, signal }))
}

type Answered = { readonly answer: Answer; readonly input: AnswerInput }

async function answerFrom(
  logs: readonly string[],
  output: Output,
  ask: (files: readonly LogFile[], onRead: (bytes: number) => void) => Promise<Answered>,
): Promise<void> {
  const { findLogs } = await import('../log/find-logs.js')
  const { formatBytes } = await import('../util/numbers.js')
  const files = await findLogs(logs)
  const { answer, input } = await withProgress('Reading', (progress) => {
    let [read, next] = [0, performance.now() + 1000]
    return ask(files, (bytes) => {
      read += bytes
      if (performance.now() < next) return
      next = performance.now() + 1000
      progress(`${formatBytes(read)} read`)
    })
  })
  if (output === 'json') await printResult((await import('../report/answer/json.js')).answerJson(answer, input))
  else if (output === 'csv') await printResult((await import('../report/answer/csv.js')).answerCsv(answer))
  else {
    const { answerText } = await import('../report/answer/text.js')
    await printResult(answerText(answer, input, { color: wantsColor(process.stdout) }))
  }
  if (!answer.holds) process.exitCode = EXIT.failed
}
