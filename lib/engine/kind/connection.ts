import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { EngineError } from '../../errors.js'
import type { ApiServer, CertificateAuthority } from '../live/server.js'
import { ControlPlaneNode } from './node.js'
import { kubeconfigPath } from './state.js'

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string }
  }[]
}

/** Where the cluster's main server is, and the authority that its client certificates come from. */
export async function connection(name: string): Promise<{ server: ApiServer; authority: CertificateAuthority }> {
  const kubeconfig = parse(await readFile(kubeconfigPath(name), 'utf8')) as Kubeconfig
  const cluster = kubeconfig.clusters[0]?.cluster
  if (cluster === undefined) throw new EngineError(`${kubeconfigPath(name)} names no cluster`)
  const { hostname, port } = new URL(cluster.server)
  const certificate = Buffer.from(cluster['certificate-authority-data'], 'base64').toString()
  const key = await new ControlPlaneNode(name).shell('cat /etc/kubernetes/pki/ca.key')
  return {
    // The certificate has the name localhost on every version of kind; the mapped address it may not have.
    server: { host: hostname, port: Number(port), serverName: 'localhost', certificateAuthority: certificate },
    authority: { certificate, key },
  }
}
