import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { Command } from 'commander'
import { InputError } from '../errors.js'
import type { Finding } from '../lint/finding.js'
import { checkManifests } from '../manifest/check.js'
import { disabled, enabled } from '../manifest/edit/edit.js'
import { minikubeFlags } from '../manifest/edit/minikube.js'
import type { AuditSettings } from '../manifest/edit/settings.js'
import { readSubject, type Subject } from '../manifest/subject.js'
import { printable } from '../util/printable.js'
import { EXIT, type ExitStatus } from './exit.js'
import { replaceFile } from './replace-file.js'
import { readManifests } from './read-manifest.js'
import { printResult } from './streams.js'

interface EditFlags {
  readonly env: readonly string[]
  readonly dryRun?: true
  readonly backupFolder?: string
}

interface EnableFlags extends EditFlags {
  readonly policyFile?: string
  readonly logPath?: string
  readonly logMaxage?: string
  readonly logMaxbackup?: string
  readonly logMaxsize?: string
  readonly hostFolder: string
}

export function addManifestEditCommands(manifest: Command): void {
  const enable = manifest
    .command('enable <file...>')
    .description('add what auditing needs: flags, volumes and mounts; what is there already stays')
    .option('--policy-file <path>', 'the policy, on the node (default: /etc/kubernetes/audit/policy.yaml)')
    .option('--log-path <path>', 'the log; - is standard output (default: /var/log/kubernetes/audit/audit.log)')
    .option('--log-maxage <days>', 'delete old logs after so many days (default: 30)')
    .option('--log-maxbackup <files>', 'keep so many old logs (default: 10)')
    .option('--log-maxsize <megabytes>', 'begin a new log at this size (default: 100)')
    .option('--host-folder <path>', 'KIND: the folder of the policy on the machine that runs kind', './audit')
  common(enable, 'an entry of the environment, NAME=VALUE, as shippers of logs want it; repeatable')
    .addHelpText(
      'after',
      `
The policy must be on the node before the kubelet sees the manifest: put it there first.

Examples:
  audit-lab manifest enable --dry-run /etc/kubernetes/manifests/kube-apiserver.yaml
  audit-lab manifest enable /etc/kubernetes/manifests/kube-apiserver.yaml
  audit-lab manifest enable --log-maxage 7 kubeadm.yaml`,
    )
    .action(async (paths: readonly string[], flags: EnableFlags) => {
      const settings = settingsOf(flags)
      process.exitCode = await edit(paths, flags, (subject) => enabled(subject, settings), settings)
    })
  const disable = manifest
    .command('disable <file...>')
    .description('take every audit flag out, and what was mounted for auditing alone')
  common(disable, 'the name of an entry of the environment that goes too; repeatable')
    .addHelpText(
      'after',
      '\nExample:\n  audit-lab manifest disable --dry-run /etc/kubernetes/manifests/kube-apiserver.yaml',
    )
    .action(async (paths: readonly string[], flags: EditFlags) => {
      process.exitCode = await edit(paths, flags, (subject) => disabled(subject, flags.env), null)
    })
}

function common(command: Command, env: string): Command {
  return command
    .option('--env <entry>', env, (value: string, all: string[]) => [...all, value], [])
    .option('--dry-run', 'print the patch, and write nothing')
    .option('--backup-folder <path>', "where the file as it was is kept (default: in the lab's state folder)")
}

function settingsOf(flags: EnableFlags): AuditSettings {
  return {
    policyFile: flags.policyFile ?? null,
    logPath: flags.logPath ?? null,
    maxAge: flags.logMaxage ?? null,
    maxBackup: flags.logMaxbackup ?? null,
    maxSize: flags.logMaxsize ?? null,
    hostFolder: flags.hostFolder,
    env: flags.env.map((entry) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? []
      if (name === undefined || value === undefined) throw new InputError(`--env takes NAME=VALUE, not ${entry}`)
      return { name, value }
    }),
  }
}

async function edit(
  paths: readonly string[],
  flags: EditFlags,
  change: (subject: Subject) => string,
  settings: AuditSettings | null,
): Promise<ExitStatus> {
  const subjects = await readManifests(paths, null)
  // All of them before one is written.
  const edits = subjects
    .filter(({ kind }) => kind !== 'minikube')
    .map((subject) => ({ subject, text: changed(subject, change) }))
  for (const { file } of subjects.filter(({ kind }) => kind === 'minikube'))
    await printResult(`${minikubeFlags(settings, printable(file))}\n`)
  for (const { subject, text } of edits) {
    if (text === subject.text) await printResult(`${printable(subject.file)}: nothing to change\n`)
    else if (flags.dryRun === true)
      await printResult(
        createTwoFilesPatch(subject.file, subject.file, subject.text, text, undefined, undefined, {
          headerOptions: FILE_HEADERS_ONLY,
        }),
      )
    else {
      const backup = await replaceFile(subject.file, text, flags.backupFolder ?? null)
      await printResult(`${printable(subject.file)}: changed; as it was: ${printable(backup)}\n`)
    }
  }
  return EXIT.held
}

/** What was changed must be right: an error that is there after the edit was there before, and is for somebody to mend. */
function changed(subject: Subject, change: (subject: Subject) => string): string {
  const broken = errorsIn(subject).filter(({ rule }) => ['yaml-syntax', 'wrong-shape', 'duplicate-key'].includes(rule))
  if (broken.length > 0) throw unusable(subject, broken)
  const text = change(subject)
  const after = readSubject(text, subject.file, { neighbours: subject.neighbours, nodeAddress: null })
  const errors = after === null ? [] : errorsIn(after)
  if (errors.length > 0) throw unusable({ ...subject, text }, errors)
  return text
}

function errorsIn(subject: Subject): Finding[] {
  return checkManifests([subject]).flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'))
}

function unusable({ file }: Subject, findings: readonly Finding[]): InputError {
  return new InputError(`${file}: nothing was written, because the file would be wrong`, {
    problems: findings.map(({ line, column, message }) => ({ file, line, column, message })),
    hint: 'Mend these first; the lines are those of the file as it would be. `audit-lab manifest check` says more.',
  })
}
