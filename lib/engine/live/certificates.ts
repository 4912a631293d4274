import { createPrivateKey, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import type { CertificateAuthority, Credential } from './server.js'

/** Certificates of one run: signed by the cluster's authority for personas, by a throw-away one for the proxy. */

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const HOUR = 3_600_000

/** A client certificate for a user and its groups: Kubernetes reads CN as the name and every O as a group. */
export async function clientCertificate(
  authority: CertificateAuthority,
  user: { readonly name: string; readonly groups: readonly string[]; readonly expired: boolean },
): Promise<Credential> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const now = Date.now()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subjectOf(user),
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    publicKey: keys.publicKey,
    notBefore: new Date(now - 24 * HOUR),
    notAfter: new Date(user.expired ? now - HOUR : now + 24 * HOUR),
    signingKey: await importSigningKey(authority.key),
    signingAlgorithm: signingAlgorithm(authority.key),
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  })
  return { certificate: { certificate: certificate.toString('pem'), key: await pem(keys.privateKey) } }
}

/** A PKCS #10 request for a client certificate, for a cluster that signs by itself, and the key that goes with it: PEM. */
export async function certificateRequest(user: {
  readonly name: string
  readonly groups: readonly string[]
}): Promise<{ readonly request: string; readonly key: string }> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectOf(user),
    keys,
    signingAlgorithm: EC,
  })
  return { request: request.toString('pem'), key: await pem(keys.privateKey) }
}

/** As utf8String a name is taken as it is; in a plain string the library reads quotes, backslashes and # as syntax. */
function subjectOf(user: { readonly name: string; readonly groups: readonly string[] }): x509.Name {
  return new x509.Name([
    ...user.groups.map((group) => ({ O: [{ utf8String: group }] })),
    { CN: [{ utf8String: user.name }] },
  ])
}

export interface ProxyIdentity {
  readonly authority: string
  readonly certificate: string
  readonly key: string
  /** For kubeconfigs: kubectl asks for a user name on standard input when its kubeconfig holds no identity at all. */
  readonly client: Credential
}

/** A throw-away authority, a server certificate of it for 127.0.0.1, and a client certificate that nothing asks for. */
export async function proxyIdentity(): Promise<ProxyIdentity> {
  const authority = await newAuthority('audit-lab proxy')
  const { certificate } = await serverCertificate(authority, '127.0.0.1', { names: [], addresses: ['127.0.0.1'] })
  const client = await clientCertificate(authority, { name: 'audit-lab', groups: [], expired: false })
  return { authority: authority.certificate, ...certificate, client }
}

/** A self-signed authority for a week. */
export async function newAuthority(name: string): Promise<CertificateAuthority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: EC,
    ...aWeek(),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  return { certificate: certificate.toString('pem'), key: await pem(keys.privateKey) }
}

/** A certificate for a server that is reached under these names and addresses; it may act as a client too, as etcd does. */
export async function serverCertificate(
  authority: CertificateAuthority,
  name: string,
  hosts: { readonly names: readonly string[]; readonly addresses: readonly string[] },
): Promise<Required<Pick<Credential, 'certificate'>>> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    publicKey: keys.publicKey,
    signingKey: await importSigningKey(authority.key),
    signingAlgorithm: signingAlgorithm(authority.key),
    ...aWeek(),
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        ...hosts.names.map((value) => ({ type: 'dns' as const, value })),
        ...hosts.addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    ],
  })
  return { certificate: { certificate: certificate.toString('pem'), key: await pem(keys.privateKey) } }
}

function aWeek(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - HOUR), notAfter: new Date(Date.now() + 7 * 24 * HOUR) }
}

async function pem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}

function signingAlgorithm(key: string): typeof EC | typeof RSA {
  return createPrivateKey(key).asymmetricKeyType === 'ec' ? EC : RSA
}

/** kubeadm writes its key as PKCS #1, which WebCrypto cannot read. */
async function importSigningKey(key: string): Promise<webcrypto.CryptoKey> {
  const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', pkcs8, signingAlgorithm(key), false, ['sign'])
}
