import { Option, type Command } from 'commander'
import { InputError } from '../errors.js'
import { isAtLeast, SEVERITIES, type FileFindings, type Severity } from '../lint/finding.js'
import { checkManifests } from '../manifest/check.js'
import { explainServerLog } from '../manifest/start-up-errors.js'
import { readText } from '../scenario/read-text.js'
import { relativePath } from '../util/path.js'
import { EXIT, type ExitStatus } from './exit.js'
import { readManifests } from './read-manifest.js'
import { printResult, wantsColor } from './streams.js'

type Format = 'text' | 'json' | 'sarif' | 'github'

interface CheckFlags {
  readonly output: Format
  readonly nodeAddress?: string
  readonly serverLog: readonly string[]
  readonly severity: Severity
  readonly failOn: Severity
}

export function addManifestCheckCommand(manifest: Command, version: string): void {
  manifest
    .command('check [file...]')
    .description('what is wrong in a file that turns auditing on, at file:line:col')
    .addOption(
      new Option('-o, --output <format>', 'how to write the findings')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--node-address <address>', 'the address of the node that the file is for')
    .option(
      '--server-log <file>',
      'a log of kube-apiserver: what it says of auditing is explained; repeatable',
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
A file is a kube-apiserver manifest, a kubeadm ClusterConfiguration, a KIND config, a config of k3s or RKE2, or a script with
minikube start. A folder stands for the manifests folder of a kubelet: each of its files is one that the kubelet reads.
Exit status: 0 nothing from --fail-on on; 1 something; 2 a file that is none of these, or bad usage.

Examples:
  audit-lab manifest check /etc/kubernetes/manifests
  audit-lab manifest check node-1/kube-apiserver.yaml node-2/kube-apiserver.yaml
  audit-lab manifest check --node-address 192.168.0.11 kube-apiserver.yaml
  crictl logs "$(crictl ps -a -q --name kube-apiserver | head -n 1)" 2> server.log; audit-lab manifest check --server-log server.log`,
    )
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      process.exitCode = await checkCommand(paths, flags, version)
    })
}

async function checkCommand(paths: readonly string[], flags: CheckFlags, version: string): Promise<ExitStatus> {
  if (paths.length + flags.serverLog.length === 0) throw new InputError('name a file, a folder, or a --server-log')
  const subjects = await readManifests(paths, flags.nodeAddress ?? null)
  const logs: FileFindings[] = []
  for (const path of flags.serverLog) {
    const explained = explainServerLog(await readText(path), relativePath(path, process.cwd()))
    if (explained.findings.length === 0) process.stderr.write(`${path}: no line of it is known to speak of auditing\n`)
    logs.push(explained)
  }
  const all = [...checkManifests(subjects), ...logs].map(({ file, findings }) => ({
    file,
    findings: findings.filter(({ severity }) => isAtLeast(severity, flags.severity)),
  }))
  await printResult(await written(all, flags.output, version))
  const isFailed = all.some(({ findings }) => findings.some(({ severity }) => isAtLeast(severity, flags.failOn)))
  return isFailed ? EXIT.failed : EXIT.held
}

async function written(all: readonly FileFindings[], format: Format, version: string): Promise<string> {
  if (format === 'json') return (await import('../report/lint/json.js')).lintJson(all)
  if (format === 'github') return (await import('../report/lint/github.js')).lintGithub(all)
  if (format === 'sarif') return (await import('../report/lint/sarif.js')).lintSarif(all, version)
  return (await import('../report/lint/text.js')).lintText(all, { color: wantsColor(process.stdout) })
}
