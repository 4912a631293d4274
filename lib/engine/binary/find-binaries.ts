import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { attempt } from '../../util/exec.js'

/** Paths of the programs, and the version of each as it tells it. */
export interface Binaries {
  readonly etcd: Binary
  readonly apiServer: Binary
  readonly kubectl: Binary
}

export interface Binary {
  readonly path: string
  readonly version: string
}

export interface Missing {
  readonly reason: string
  readonly fix: string
}

const GET_THEM =
  'Get etcd, kube-apiserver and kubectl with: export KUBEBUILDER_ASSETS=$(go run sigs.k8s.io/controller-runtime/tools/setup-envtest@latest use -p path)'

/** Finds the programs in `directory`, else in KUBEBUILDER_ASSETS, else on PATH, and asks each for its version. */
export async function findBinaries(
  directory: string | null,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Binaries | Missing> {
  const places = searchPlaces(directory, environment)
  const [etcd, apiServer, kubectl] = await Promise.all([
    find('etcd', ['--version'], places),
    find('kube-apiserver', ['--version'], places),
    find('kubectl', ['version', '--client'], places),
  ])
  const reasons = [etcd, apiServer, kubectl].flatMap((one) => ('reason' in one ? [one.reason] : []))
  if ('reason' in etcd || 'reason' in apiServer || 'reason' in kubectl) {
    return { reason: reasons.join('; '), fix: GET_THEM }
  }
  return { etcd, apiServer, kubectl }
}

interface Places {
  readonly folders: readonly string[]
  /** As a reason names them. */
  readonly named: string
}

function searchPlaces(directory: string | null, environment: Readonly<Record<string, string | undefined>>): Places {
  if (directory !== null) return { folders: [resolve(directory)], named: directory }
  const assets = environment['KUBEBUILDER_ASSETS']
  const path = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return assets === undefined || assets === ''
    ? { folders: path, named: 'PATH, and KUBEBUILDER_ASSETS is not set' }
    : { folders: [assets, ...path], named: `KUBEBUILDER_ASSETS (${assets}) or on PATH` }
}

async function find(name: string, args: readonly string[], places: Places): Promise<Binary | { reason: string }> {
  for (const folder of places.folders) {
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!isThere) continue
    const told = await attempt(path, args).catch((error: unknown) => ({
      exitCode: null,
      stdout: '',
      stderr: error instanceof Error ? error.message : String(error),
    }))
    const version = /v?(\d+\.\d+\.\d+\S*)/.exec(told.stdout)?.[1]
    if (told.exitCode === 0 && version !== undefined) return { path, version }
    const words = (told.stderr || told.stdout).trim().split('\n')[0] ?? ''
    return { reason: `${path} does not tell its version: ${words}` }
  }
  return { reason: `${name} is not in ${places.named}` }
}
