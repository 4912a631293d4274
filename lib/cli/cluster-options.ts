import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ClusterSettings } from '../engine/engine.js'
import { InputError } from '../errors.js'
import { parseDuration } from '../util/duration.js'

/** The flags of a cluster as commander gives them. */
export interface ClusterFlags {
  readonly name?: string
  readonly image?: string
  readonly kubernetesVersion: readonly string[]
  readonly config?: string
  readonly lanes: number
  readonly controlPlanes?: number
  readonly wait: number
  readonly files: ClusterSettings['files']
  readonly auditLogMaxage: number
  readonly auditLogMaxbackup: number
  readonly auditLogMaxsize: number
}

export function addClusterOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the cluster (a new one is made up without it)', parseName)
    .option('--image <image>', "node image; kind's own default without it, or $KIND_NODE_IMAGE")
    .option(
      '--kubernetes-version <version>',
      'kind: the image kindest/node of this version; container: kube-apiserver of it; binary: the version to insist on; repeatable with `run`',
      collectVersion,
      [],
    )
    .option('--config <file>', "a KIND config to merge into the lab's")
    .option(
      '--control-planes <number>',
      'nodes with a kube-apiserver; those of --config, or one, without it',
      parseCount,
    )
    .option('--lanes <number>', 'how many lanes there can be; more policies than lanes run in waves', parseCount, 12)
    .addOption(
      new Option('--wait <duration>', 'how long the cluster may take to be ready')
        .argParser(parseTime)
        .default(300_000, '5m'),
    )
    .addOption(
      new Option('--files <way>', 'how files get to and from containers: mounted, through docker, or whichever works')
        .choices(['auto', 'mount', 'docker'])
        .default('auto'),
    )
    .option('--audit-log-maxage <days>', "the main server's flag", parseNumber, 30)
    .option('--audit-log-maxbackup <files>', "the main server's flag", parseNumber, 10)
    .option('--audit-log-maxsize <megabytes>', "the main server's flag", parseNumber, 100)
}

/** Where the binary engine finds its programs. */
export function addBinariesOption(command: Command): Command {
  return command.option(
    '--binaries <directory>',
    'binary: the folder of etcd, kube-apiserver and kubectl; $KUBEBUILDER_ASSETS or PATH without it',
  )
}

/** The settings of one cluster. Throws InputError for several versions: only `run` takes these, one after the other. */
export function clusterSettings(flags: ClusterFlags, policy: string | null): ClusterSettings {
  const [version, ...others] = flags.kubernetesVersion
  if (others.length > 0) throw new InputError('--kubernetes-version: one is expected, only `run` takes several')
  return {
    name: flags.name ?? null,
    image: flags.image ?? (version === undefined ? (process.env['KIND_NODE_IMAGE'] ?? null) : null),
    kubernetesVersion: version ?? null,
    config: flags.config ?? null,
    lanes: flags.lanes,
    controlPlanes: flags.controlPlanes ?? null,
    waitMilliseconds: flags.wait,
    policy,
    logMaxAge: flags.auditLogMaxage,
    logMaxBackup: flags.auditLogMaxbackup,
    logMaxSize: flags.auditLogMaxsize,
    files: flags.files,
  }
}

export function parseCount(text: string): number {
  const value = parseNumber(text)
  if (value === 0) throw new InvalidArgumentError('at least 1.')
  return value
}

function parseNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is expected.')
  return Number(text)
}

export function parseTime(text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds === null) throw new InvalidArgumentError('a duration is expected, such as 500ms, 30s or 2m.')
  return milliseconds
}

function collectVersion(text: string, all: readonly string[]): string[] {
  if (!/^v?1\.\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('a version is expected, such as 1.34.4.')
  return [...all, text.replace(/^v/, '')]
}

function parseName(text: string): string {
  if (!/^[a-z0-9]([a-z0-9.-]{0,48}[a-z0-9])?$/.test(text)) {
    throw new InvalidArgumentError('lower-case letters, digits, dots and hyphens are expected, 50 at most.')
  }
  return text
}
