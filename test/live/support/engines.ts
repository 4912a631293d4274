import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LOG_FILE } from '../../../lib/engine/kind/paths.js'
import { kubeconfigPath } from '../../../lib/engine/kind/state.js'
import { sharedClusterName, sharedNode } from './bench.js'

const run = promisify(execFile)

/** What the contract needs to know of a live engine beyond the command line. */
export interface EngineUnderTest {
  readonly name: string
  /** Options of every run. */
  readonly options: () => readonly string[]
  /** Kills the kube-apiserver of the one lane that runs. */
  readonly killLane: () => Promise<unknown>
  /** Several runs can be at work at once with these options. */
  readonly sideBySide: boolean
  /** It measures the one policy that the server has, not those that it is given. */
  readonly onePolicy: boolean
  /** Shipped scenarios of the contract that it refuses, by name in the order of the alphabet. */
  readonly refuses: readonly string[]
}

const MANY_POLICIES = { onePolicy: false, refuses: [] }

export const ENGINES: readonly EngineUnderTest[] = [
  { ...MANY_POLICIES, name: 'binary', options: () => [], killLane: killProcess, sideBySide: true },
  { ...MANY_POLICIES, name: 'container', options: () => [], killLane: killContainer, sideBySide: true },
  {
    ...MANY_POLICIES,
    name: 'kind',
    options: () => ['--cluster', sharedClusterName(), '--background', '0s'],
    // In brackets, so that the pattern does not match the shell that it stands in.
    killLane: () => sharedNode().shell('pkill -KILL -f "[a]udit-log-path=.*audit-lab-lane"'),
    // A cluster serves one run at a time; runs with clusters of their own: leftovers.test.ts.
    sideBySide: false,
  },
  {
    name: 'existing',
    // The shared cluster stands for somebody else's; its main server's policy is the catch-all.
    options: () => [
      ...['--kubeconfig', kubeconfigPath(sharedClusterName()), '--yes'],
      ...['--audit-log', `docker:${sharedClusterName()}-control-plane:${LOG_FILE}`],
    ],
    killLane: () => sharedNode().shell('pkill -KILL -f "[a]udit-log-path=/var/log/kubernetes/audit/audit.log"'),
    sideBySide: true,
    onePolicy: true,
    // They need a CustomResourceDefinition, a certificate that has expired, or a namespace that is not the run's own.
    refuses: ['crd-groups', 'denied-and-unauthenticated', 'one-namespace'],
  },
]

/** Kills processes of the one binary run of these tests: its files are in their temporary folder (Linux). */
async function killProcess(): Promise<void> {
  const policy = new RegExp(`--audit-policy-file=${process.env['TMPDIR'] ?? 'none'}/.*/lane-`)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (policy.test(command.replaceAll('\0', '\n'))) process.kill(Number(pid), 'SIGKILL')
  }
}

async function killContainer(): Promise<void> {
  const [id = ''] = await runIds()
  const lanes = await labelled('ps', id, '{{.Names}}')
  await run('docker', ['kill', ...lanes.filter((name) => name.includes('-lane-'))])
}

/** Binary and container runs that have a record now. */
export async function runIds(): Promise<string[]> {
  const names = await readdir(join(process.env['XDG_STATE_HOME'] ?? '', 'audit-lab', 'runs')).catch(() => [])
  return names.map((name) => name.replace(/\.json$/, ''))
}

/** Containers and networks of runs, by their ids. */
export async function containersOf(ids: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    ids.map(async (id) => [
      ...(await labelled('ps', id, '{{.Names}}')),
      ...(await labelled('network', id, '{{.Name}}')),
    ]),
  )
  return found.flat()
}

async function labelled(what: 'ps' | 'network', id: string, format: string): Promise<string[]> {
  const command = what === 'ps' ? ['ps', '--all'] : ['network', 'ls']
  const { stdout } = await run('docker', [...command, '--filter', `label=audit-lab.run=${id}`, '--format', format])
  return stdout.split('\n').filter((name) => name !== '')
}
