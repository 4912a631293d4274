import { networkInterfaces } from 'node:os'
import { attempt, linesOf, run, type CommandOptions } from '../../util/exec.js'

/** Every control plane that Docker knows of, the first one first. While `kind` is at work they come one after another. */
export async function controlPlaneNodes(cluster: string): Promise<ControlPlaneNode[]> {
  const labels = [`io.x-k8s.kind.cluster=${cluster}`, 'io.x-k8s.kind.role=control-plane']
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`])
  const names = (await run('docker', ['ps', '--all', ...filters, '--format', '{{.Names}}'])).split('\n')
  return names
    .filter((name) => name !== '')
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => new ControlPlaneNode(cluster, name))
}

/** A node of the cluster: a container that Docker can reach, wherever its daemon runs. */
export class ControlPlaneNode {
  readonly name: string

  /** The first control plane when no other one is named. */
  constructor(cluster: string, name = `${cluster}-control-plane`) {
    this.name = name
  }

  /** Runs a shell script in the node; returns its standard output. Throws CommandError. */
  async shell(script: string, options: CommandOptions = {}): Promise<string> {
    const args = ['exec', ...(options.input === undefined ? [] : ['-i']), this.name, 'sh', '-c', script]
    return run('docker', args, options)
  }

  /** As `shell`, line by line. */
  lines(script: string): AsyncIterable<string> {
    return linesOf('docker', ['exec', this.name, 'sh', '-c', script])
  }

  /** Writes files, their directories made, each whole before it takes its name. */
  async write(
    files: readonly { readonly path: string; readonly text: string; readonly mode: string }[],
  ): Promise<void> {
    // One call for all: a docker exec costs a tenth of a second. base64 keeps every byte through the shell.
    const script = files.map(({ path, text, mode }) => {
      const encoded = Buffer.from(text).toString('base64')
      const directory = path.slice(0, path.lastIndexOf('/'))
      // The kubelet reads whatever stands in the manifests folder, so the unfinished file stands elsewhere.
      const unfinished = `/etc/kubernetes/.audit-lab-${path.replaceAll('/', '_')}`
      return `mkdir -p '${directory}' && echo ${encoded} | base64 -d > '${unfinished}' && chmod ${mode} '${unfinished}' && mv '${unfinished}' '${path}'`
    })
    await this.shell('sh -e', { input: `${script.join('\n')}\n` })
  }

  /** Host ports by port of the node, as Docker chose them. */
  async ports(): Promise<ReadonlyMap<number, { readonly host: string; readonly port: number }>> {
    const text = await run('docker', ['inspect', '--format', '{{json .NetworkSettings.Ports}}', this.name])
    const published = JSON.parse(text) as Record<string, { HostIp: string; HostPort: string }[] | null>
    return new Map(
      Object.entries(published).flatMap(([port, bindings]) => {
        const binding = bindings?.[0]
        return binding === undefined
          ? []
          : [[Number.parseInt(port, 10), { host: binding.HostIp, port: Number(binding.HostPort) }] as const]
      }),
    )
  }

  /** The address of this machine in the node's network; null where it is another machine's, as with Docker Desktop. */
  async hostAddress(): Promise<string | null> {
    const format = '{{range .NetworkSettings.Networks}}{{.Gateway}} {{end}}'
    const gateways = (await run('docker', ['inspect', '--format', format, this.name])).trim().split(/\s+/)
    const own = Object.values(networkInterfaces()).flatMap(
      (addresses) => addresses?.map(({ address }) => address) ?? [],
    )
    return gateways.find((gateway) => own.includes(gateway)) ?? null
  }

  async isRunning(): Promise<boolean> {
    const result = await attempt('docker', ['inspect', '--format', '{{.State.Running}}', this.name])
    return result.exitCode === 0 && result.stdout.trim() === 'true'
  }
}
