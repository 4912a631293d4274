import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { clientCertificate, newAuthority, serverCertificate } from './certificates.js'
import type { CertificateAuthority, Credential } from './server.js'

/** The keys of a control plane of one run, in the files that `apiServerFlags` and etcd name. */
export interface ControlPlaneKeys {
  /** File name → PEM. Private keys end in .key; write all of them with mode 0600. */
  readonly files: Readonly<Record<string, string>>
  /** Signs the personas' certificates; its key is in no file. */
  readonly authority: CertificateAuthority
}

/**
 * Makes what kubeadm makes: an authority for clients and servers, one for etcd, one for the aggregation layer, and a key
 * that signs ServiceAccount tokens. `names` and `addresses` are those under which servers and etcd are reached.
 *
 * etcd has an authority of its own: whoever holds a persona's certificate must not read Secrets from it.
 */
export async function controlPlaneKeys(
  names: readonly string[],
  addresses: readonly string[],
): Promise<ControlPlaneKeys> {
  const [authority, etcd, frontProxy] = await Promise.all(['kubernetes', 'etcd-ca', 'front-proxy-ca'].map(newAuthority))
  if (authority === undefined || etcd === undefined || frontProxy === undefined) throw new Error('three authorities')
  const hosts = { names, addresses }
  const files = {
    'ca.crt': authority.certificate,
    ...pair('apiserver', await serverCertificate(authority, 'kube-apiserver', hosts)),
    'etcd-ca.crt': etcd.certificate,
    ...pair('etcd', await serverCertificate(etcd, 'etcd', hosts)),
    ...pair('etcd-client', await certificate(etcd, 'kube-apiserver-etcd-client')),
    'front-proxy-ca.crt': frontProxy.certificate,
    ...pair('front-proxy-client', await certificate(frontProxy, 'front-proxy-client')),
    ...(await tokenKeys()),
  }
  return { files, authority }
}

async function certificate(authority: CertificateAuthority, name: string): Promise<Credential> {
  return clientCertificate(authority, { name, groups: [], expired: false })
}

function pair(name: string, { certificate }: Credential): Record<string, string> {
  if (certificate === undefined) throw new Error(`no certificate for ${name}`)
  return { [`${name}.crt`]: certificate.certificate, [`${name}.key`]: certificate.key }
}

/** RSA, as kubeadm's: the length of a token follows from it. */
async function tokenKeys(): Promise<Record<string, string>> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return {
    'sa.pub': publicKey.export({ type: 'spki', format: 'pem' }) as string,
    'sa.key': privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}
