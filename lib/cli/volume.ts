import { InvalidArgumentError, Option, type Command } from 'commander'
import { relativePath } from '../util/path.js'
import { policyName } from '../scenario/suite.js'
import { withProgress } from './progress.js'
import { readPolicy } from './read-policy.js'
import { printResult, wantsColor, widthOf } from './streams.js'

interface VolumeFlags {
  readonly policy: readonly string[]
  readonly takenUnder?: string
  readonly retention?: number
  readonly pricePerGb?: number
  readonly top: number
  readonly output: 'text' | 'json'
}

/** `volume`: what policies would have written of a real log. */
export function addVolumeCommand(program: Command, signal: AbortSignal): void {
  program
    .command('volume <log...>')
    .description('what policies cost on a real log: events, bytes, per rule, per user, per day')
    .requiredOption('-p, --policy <file>', 'a policy; repeatable', (value, all: string[] | undefined) => [
      ...(all ?? []),
      value,
    ])
    .option('--taken-under <policy>', 'the policy that the log was written under')
    .addOption(new Option('--retention <time>', 'how long logs are kept, such as 90d, 12w or 1y').argParser(parseDays))
    .addOption(
      new Option('--price-per-gb <number>', 'what 1,000,000,000 bytes of log cost, in any currency').argParser(
        parsePrice,
      ),
    )
    .addOption(
      new Option('--top <count>', 'rows for each of requests, users and so on').default(10).argParser(parseCount),
    )
    .addOption(new Option('-o, --output <format>', 'how to write the result').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
A log is a file, a pattern in quotes, a folder, or - for standard input: plain, gzip or zstd; JSON lines as the server writes
them, EventLists of a webhook, or what a container runtime, Docker, Fluent Bit, Loki or CloudWatch made of them. Rotated
files are read in their order. Folders and names tell servers apart.
Lines that hold no Event are skipped, counted and shown.

Examples:
  audit-lab volume -p policy.yaml /var/log/kubernetes/audit
  audit-lab volume -p old.yaml -p new.yaml 'logs/**/audit*.log*' --retention 90d --price-per-gb 0.5
  kubectl logs -n kube-system kube-apiserver-cp-1 | audit-lab volume -p policy.yaml -
  audit-lab volume -p new.yaml --taken-under old.yaml audit.log -o json`,
    )
    .action(async (logs: readonly string[], flags: VolumeFlags) => {
      await volumeCommand(logs, flags, signal)
    })
}

async function volumeCommand(logs: readonly string[], flags: VolumeFlags, signal: AbortSignal): Promise<void> {
  // Other commands should not wait for what this one needs.
  const [{ findLogs }, { measureLog }, { formatBytes }] = await Promise.all([
    import('../log/find-logs.js'),
    import('../measure/measure-log.js'),
    import('../util/numbers.js'),
  ])
  const named = async (path: string) => ({
    name: policyName(path),
    path: relativePath(path, process.cwd()),
    policy: await readPolicy(path),
  })
  const policies = await Promise.all(flags.policy.map(named))
  const takenUnder = flags.takenUnder === undefined ? null : await named(flags.takenUnder)
  const files = await findLogs(logs)
  const counted = await withProgress(`Reading ${files.length === 1 ? 'a log' : `${files.length} files`}`, (progress) =>
    measureLog(files, policies, {
      takenUnder,
      projection: { retentionDays: flags.retention ?? null, pricePerGigabyte: flags.pricePerGb ?? null },
      onProgress: everySecond((read, all) =>
        progress(all === null ? `${formatBytes(read)} read` : `${formatBytes(read)} of ${formatBytes(all)}`),
      ),
      signal,
    }),
  )
  const result =
    takenUnder === null
      ? counted
      : (await import('../check/never-logged.js')).withNeverLogged(
          counted,
          policies.map(({ policy }) => policy),
          takenUnder.policy,
        )
  if (flags.output === 'json') await printResult((await import('../report/volume/json.js')).volumeJson(result))
  else {
    const { volumeText } = await import('../report/volume/text.js')
    const { top } = flags
    await printResult(volumeText(result, { color: wantsColor(process.stdout), width: widthOf(process.stdout), top }))
  }
}

type OnProgress = (read: number, all: number | null) => void

function everySecond(tell: OnProgress): OnProgress {
  let next = performance.now() + 1000
  return (read, all) => {
    if (performance.now() < next) return
    next = performance.now() + 1000
    tell(read, all)
  }
}

const DAYS = { d: 1, w: 7, y: 365 } as const

function parseDays(text: string): number {
  const [, count, unit] = /^(\d+)([dwy])$/.exec(text) ?? []
  if (count === undefined || unit === undefined || Number(count) === 0)
    throw new InvalidArgumentError('days, weeks or years are expected, such as 90d, 12w or 1y.')
  return Number(count) * DAYS[unit as keyof typeof DAYS]
}

function parsePrice(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('a number is expected, such as 0.5.')
  return Number(text)
}

function parseCount(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a number from 1 on is expected.')
  return Number(text)
}
