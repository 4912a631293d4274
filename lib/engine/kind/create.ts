import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InputError, InterruptedError } from '../../errors.js'
import { attempt } from '../../util/exec.js'
import { withFreshPorts } from '../../util/fresh-ports.js'
import { ownerOf, thisProcess } from '../../util/owner.js'
import { waitFor } from '../../util/wait-for.js'
import type { ClusterSettings, Progress } from '../engine.js'
import { CATCH_ALL } from '../live/catch-all.js'
import { daemonSharesFiles } from '../live/daemon-files.js'
import { checkConfig } from './check-config.js'
import { clusterConfig } from './cluster-config.js'
import { kindFailure } from './kind-failure.js'
import { controlPlaneNodes } from './node.js'
import { POLICY_FILE } from './paths.js'
import { claimName, clusterDirectory, forget, kubeconfigPath, writeRecord, type ClusterRecord } from './state.js'
import { proveAuditing, waitUntilReady } from './prove.js'
import { deleteCluster } from './delete.js'

const TEMPLATE = fileURLToPath(new URL('../../../kind/cluster.yaml', import.meta.url))

/**
 * Makes a KIND cluster with auditing mounted, waits until it is ready and proves that it audits. What was made is
 * removed when that fails. Throws EngineError, InputError for a config or policy that cannot be used.
 */
export async function createCluster(
  name: string,
  settings: ClusterSettings,
  options: {
    readonly keep: boolean
    /** The run that it is made for. */
    readonly session: ClusterRecord['session']
    readonly progress: Progress
    readonly signal: AbortSignal
  },
): Promise<ClusterRecord> {
  const { progress, signal } = options
  const policy = settings.policy === null ? CATCH_ALL : await readPolicy(settings.policy)
  const overlay = settings.config === null ? null : await readConfig(settings.config)
  const owner = await thisProcess()
  let record: ClusterRecord = {
    name,
    // Not before it is whole: half a cluster is worth keeping to nobody.
    keep: false,
    owner,
    creator: null,
    session: options.session,
    image: imageOf(settings),
    policy: settings.policy,
    lanes: settings.lanes,
  }
  await claimName(record)
  try {
    const directory = join(clusterDirectory(name), 'policy')
    await mkdir(directory, { mode: 0o755 })
    await writeFile(join(directory, 'policy.yaml'), policy)
    const mounted = await daemonSharesFiles(settings.files, process.env['DOCKER_HOST'], daemonName)
    const config = clusterConfig(await readFile(TEMPLATE, 'utf8'), overlay, {
      ...settings,
      policyDirectory: mounted ? directory : null,
    })
    progress(`cluster ${name}: creating${record.image === null ? '' : ` from ${record.image}`}`)
    const create = (): Promise<void> =>
      kindCreate(record, config, { ...options, environment: kindEnvironment(name) }, async (pid) => {
        record = { ...record, creator: await ownerOf(pid) }
        await writeRecord(record)
      })
    const created = withFreshPorts(create, () => deleteCluster(name))
    const standing = new AbortController()
    const copied = mounted ? null : copyPolicy(name, policy, AbortSignal.any([signal, standing.signal]))
    try {
      await created
    } finally {
      standing.abort()
      await copied
    }
    record = { ...record, creator: null }
    await writeRecord(record)
    progress(`cluster ${name}: waiting until it is ready`)
    await waitUntilReady(name, settings.waitMilliseconds, signal)
    progress(`cluster ${name}: proving that it audits`)
    await proveAuditing(name, { everyRequest: settings.policy === null, signal })
    record = { ...record, keep: options.keep }
    await writeRecord(record)
    return record
  } catch (error) {
    progress(`cluster ${name}: removing what was made`)
    await deleteCluster(name)
    await forget(name)
    if (signal.aborted) throw new InterruptedError('interrupted', { cause: error })
    throw error
  }
}

/** Nothing of the user's kubeconfig: `kind` and `kubectl` get one of our own. */
function kindEnvironment(name: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited), KUBECONFIG: kubeconfigPath(name) }
}

async function kindCreate(
  record: ClusterRecord,
  config: string,
  options: { readonly progress: Progress; readonly signal: AbortSignal; readonly environment: Record<string, string> },
  onStart: (pid: number) => Promise<void>,
): Promise<void> {
  const args = [
    'create',
    'cluster',
    '--name',
    record.name,
    '--kubeconfig',
    kubeconfigPath(record.name),
    '--config',
    '-',
  ]
  if (record.image !== null) args.push('--image', record.image)
  const result = await attempt('kind', args, {
    input: config,
    environment: options.environment,
    signal: options.signal,
    onStart,
    onErrorLine: (line) => {
      const step = /✓ ([\x20-\x7e]+)/.exec(line)?.[1]
      if (step !== undefined) options.progress(`cluster ${record.name}: ${step.trim()}`)
    },
  })
  if (options.signal.aborted) throw new InterruptedError('interrupted')
  if (result.exitCode !== 0) throw kindFailure(record.name, result.exitCode, result.stderr)
}

/**
 * Without a mount: the policy goes into every control plane that comes, while kubeadm gets ready; a node's kubelet asks
 * for it until it is there. Ends with the signal, because nobody knows how many will come, and never fails: what goes
 * wrong with a node is `kind create`'s to say.
 */
async function copyPolicy(name: string, policy: string, signal: AbortSignal): Promise<void> {
  const done = new Set<string>()
  const copy = async (): Promise<null> => {
    for (const node of await controlPlaneNodes(name).catch(() => [])) {
      if (done.has(node.name)) continue
      const written = node.write([{ path: POLICY_FILE, text: policy, mode: '600' }])
      await written.then(
        () => done.add(node.name),
        () => undefined,
      )
    }
    return null
  }
  await waitFor(copy, { timeoutMilliseconds: Infinity, signal, everyMilliseconds: 200 }).catch(() => null)
}

function imageOf(settings: ClusterSettings): string | null {
  if (settings.image !== null) return settings.image
  return settings.kubernetesVersion === null ? null : `kindest/node:v${settings.kubernetesVersion.replace(/^v/, '')}`
}

async function readPolicy(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError(
      `${path}: the policy cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: `Looked in ${dirname(path)}. A policy is a YAML file of kind: Policy.`,
      },
    )
  })
}

async function readConfig(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError(
      `${path}: the KIND config cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  })
  const problems = await checkConfig(text, path)
  if (problems.length > 0) throw new InputError('the KIND config cannot be used', { problems })
  return text
}

async function daemonName(): Promise<string> {
  return (await attempt('docker', ['info', '--format', '{{.Name}}'])).stdout.trim()
}
