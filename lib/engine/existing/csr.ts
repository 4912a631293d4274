import { randomBytes } from 'node:crypto'
import { EngineError } from '../../errors.js'
import { waitFor } from '../../util/wait-for.js'
import type { ApiClient } from '../live/api-client.js'
import { certificateRequest } from '../live/certificates.js'
import type { CertifiedUser } from '../live/identities.js'
import type { Credential } from '../live/server.js'

const PATH = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
export const SIGNER = 'kubernetes.io/kube-apiserver-client'
/** The shortest that the API takes is ten minutes. */
const SECONDS = 3600
const SIGNED_MILLISECONDS = 30_000

/**
 * A client certificate by the CertificateSigningRequest API: asked for and approved by the user that the lab was given.
 * Throws EngineError.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
 */
export async function certificateByRequest(
  client: ApiClient,
  user: CertifiedUser,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Credential> {
  const { request, key } = await certificateRequest(user)
  const name = `audit-lab-${randomBytes(6).toString('hex')}`
  const made = (await client.json(
    'POST',
    PATH,
    {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name, labels },
      spec: {
        request: Buffer.from(request).toString('base64'),
        signerName: SIGNER,
        expirationSeconds: SECONDS,
        usages: ['client auth'],
      },
    },
    signal,
  )) as Record<string, unknown>
  try {
    const condition = { type: 'Approved', status: 'True', reason: 'AuditLab', message: 'A persona of an audit-lab run' }
    await client.json('PUT', `${PATH}/${name}/approval`, { ...made, status: { conditions: [condition] } }, signal)
    const certificate = await waitFor(async () => signedOf(await client.json('GET', `${PATH}/${name}`)), {
      timeoutMilliseconds: SIGNED_MILLISECONDS,
      signal,
    })
    if (certificate === null) {
      throw new EngineError(`the certificate of ${user.name} is not signed after ${SIGNED_MILLISECONDS / 1000} s`, {
        hint: `The cluster may have no signer for ${SIGNER}.`,
      })
    }
    return { certificate: { certificate, key } }
  } finally {
    // What was signed stays valid; the request is of no more use.
    await client.send('DELETE', `${PATH}/${name}`).catch(() => undefined)
  }
}

function signedOf(request: unknown): string | null {
  const { status } = request as {
    status?: { certificate?: string; conditions?: readonly { type: string; message?: string }[] }
  }
  const failed = status?.conditions?.find(({ type }) => type === 'Failed' || type === 'Denied')
  if (failed !== undefined) throw new EngineError(`the certificate was refused: ${failed.message ?? failed.type}`)
  return status?.certificate === undefined ? null : Buffer.from(status.certificate, 'base64').toString()
}
