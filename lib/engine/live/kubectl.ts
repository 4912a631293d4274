import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { EngineError } from '../../errors.js'
import { attempt, run, type CommandOptions } from '../../util/exec.js'
import type { Credential } from './server.js'

/** Longer than any wait of the lab's own; a server that has stopped answers kubectl never. */
const LAB_MILLISECONDS = 180_000

/** The directories of a run that kubectl works in; all inside one private temporary directory. */
export class Kubectl {
  readonly directory: string
  readonly home: string
  private readonly cache: string
  private readonly path: string
  private warmed: string | null = null

  private constructor(directory: string, binary: string) {
    this.directory = directory
    this.home = join(directory, 'home')
    this.cache = join(directory, 'cache')
    this.path = [...new Set([dirname(binary), '/usr/local/bin', '/usr/bin', '/bin'])].join(delimiter)
  }

  /** `binary` is the one to use; that on PATH without it. */
  static async create(directory: string, binary?: string): Promise<Kubectl> {
    const kubectl = new Kubectl(directory, binary ?? (await onPath()))
    await mkdir(kubectl.home, { mode: 0o700 })
    return kubectl
  }

  /**
   * The whole environment of a command: nothing of the user's own. `KUBERC=off`, because preferences in a kuberc change
   * what kubectl does; the protocol of exec is pinned, because the verb depends on it.
   * @see https://kubernetes.io/docs/reference/kubectl/kuberc/
   */
  environment(kubeconfig: string): Record<string, string> {
    return {
      PATH: this.path,
      HOME: this.home,
      TMPDIR: this.directory,
      LANG: 'C.UTF-8',
      KUBECONFIG: kubeconfig,
      KUBERC: 'off',
      KUBECACHEDIR: this.cache,
      KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true',
    }
  }

  /** Runs kubectl as the lab, for what is no part of the matrix. */
  async lab(kubeconfig: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
    return run('kubectl', args, {
      timeoutMilliseconds: LAB_MILLISECONDS,
      ...options,
      environment: this.environment(kubeconfig),
    })
  }

  /** Reads the discovery of a server into the cache, so that steps don't begin with it. */
  async warm(kubectl: (args: readonly string[]) => Promise<string>, url: string): Promise<void> {
    await kubectl(['api-resources', '--cached=false'])
    this.warmed = this.discoveryDirectory(url)
  }

  /** Lets a step's server URL share the warmed discovery: kubectl keys its cache by the URL, and every step has its own. */
  async shareDiscovery(url: string): Promise<void> {
    if (this.warmed === null) return
    const link = this.discoveryDirectory(url)
    await mkdir(dirname(link), { recursive: true })
    await symlink(this.warmed, link)
  }

  /** @see https://github.com/kubernetes/cli-runtime/blob/v0.34.4/pkg/genericclioptions/config_flags.go computeDiscoverCacheDir */
  private discoveryDirectory(url: string): string {
    return join(this.cache, 'discovery', url.replace(/^https:\/\//, '').replaceAll(/[^(\w/.)]/g, '_'))
  }

  /** Writes a kubeconfig (0600) and returns its path. */
  async writeKubeconfig(
    name: string,
    server: { readonly url: string; readonly certificateAuthority: string; readonly serverName?: string },
    options: { readonly namespace?: string; readonly credential?: Credential } = {},
  ): Promise<string> {
    const file = join(this.directory, `${name}.kubeconfig`)
    await writeFile(file, kubeconfig(server, options), { mode: 0o600 })
    return file
  }
}

async function onPath(): Promise<string> {
  const found = await attempt('sh', ['-c', 'command -v kubectl'])
  if (found.exitCode !== 0) throw new EngineError('kubectl is not on PATH', { hint: 'Install kubectl.' })
  return found.stdout.trim()
}

function kubeconfig(
  server: { readonly url: string; readonly certificateAuthority: string; readonly serverName?: string },
  options: { readonly namespace?: string; readonly credential?: Credential },
): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const { certificate, token } = options.credential ?? {}
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'lab',
    contexts: [
      {
        name: 'lab',
        context: {
          cluster: 'lab',
          user: 'lab',
          ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
        },
      },
    ],
    clusters: [
      {
        name: 'lab',
        cluster: {
          server: server.url,
          'certificate-authority-data': base64(server.certificateAuthority),
          ...(server.serverName === undefined ? {} : { 'tls-server-name': server.serverName }),
        },
      },
    ],
    users: [
      {
        name: 'lab',
        user: {
          ...(certificate === undefined
            ? {}
            : {
                'client-certificate-data': base64(certificate.certificate),
                'client-key-data': base64(certificate.key),
              }),
          ...(token === undefined ? {} : { token }),
        },
      },
    ],
  })
}
