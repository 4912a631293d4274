import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { clientCertificate, proxyIdentity } from '../../../lib/engine/live/certificates.js'
import type { CertificateAuthority } from '../../../lib/engine/live/server.js'

const identity = await proxyIdentity()
const client = identity.client.certificate!

/** An authority with a key of that kind; the certificate's own key does not matter to what is signed with it. */
function authorityWith(key: string): CertificateAuthority {
  return { certificate: identity.authority, key }
}

const kubeadmKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  // What kubeadm writes: BEGIN RSA PRIVATE KEY.
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})
const ellipticKey = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'sec1', format: 'pem' },
})

/** A whole UTF8String in DER: tag, length, content. */
function utf8String(text: string): Buffer {
  const content = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x0c, content.length]), content])
}

async function certificateOf(
  user: Partial<Parameters<typeof clientCertificate>[1]>,
  key = kubeadmKey.privateKey,
): Promise<X509Certificate> {
  const made = await clientCertificate(authorityWith(key), { name: 'jane', groups: [], expired: false, ...user })
  return new X509Certificate(made.certificate!.certificate)
}

describe('a client certificate', () => {
  test('has the user as CN and every group as an O: so kube-apiserver reads it', async () => {
    const { subject } = await certificateOf({ groups: ['developers', 'system:masters'] })
    expect(subject.split('\n')).toEqual(['O=developers', 'O=system:masters', 'CN=jane'])
  })

  test.each(['system:node:a', 'jane, O=system:masters', 'zoë "the" +admin', 'a=b\\c', '#0500', '"', ' jane '])(
    'takes the name %j as it is',
    async (name) => {
      const { subject, raw } = await certificateOf({ name })
      expect(subject.match(/^CN=/gm)).toHaveLength(1)
      expect(raw.includes(utf8String(name))).toBe(true)
    },
  )

  test('takes the name of a group as it is', async () => {
    expect((await certificateOf({ groups: ['"a" b'] })).raw.includes(utf8String('"a" b'))).toBe(true)
  })

  test('is issued by the authority', async () => {
    expect((await certificateOf({})).issuer).toBe(new X509Certificate(identity.authority).subject)
  })

  test.each([
    ["an RSA key in kubeadm's form", kubeadmKey],
    ['an elliptic key', ellipticKey],
  ])('is signed with %s', async (_, { privateKey, publicKey }) => {
    expect((await certificateOf({}, privateKey)).verify(createPublicKey(publicKey))).toBe(true)
  })

  test('is for clients', async () => {
    expect((await certificateOf({})).keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  })

  test('holds now, and for the rest of the day', async () => {
    const { validFrom, validTo } = await certificateOf({})
    expect(Date.parse(validFrom)).toBeLessThan(Date.now() - 3_600_000)
    expect(Date.parse(validTo)).toBeGreaterThan(Date.now() + 3_600_000)
  })

  test('of an expired persona held once, and holds no more, whatever the clocks', async () => {
    const { validFrom, validTo } = await certificateOf({ expired: true })
    expect(Date.parse(validTo)).toBeLessThan(Date.now() - 1_800_000)
    expect(Date.parse(validFrom)).toBeLessThan(Date.parse(validTo))
  })

  test('comes with its own key', () => {
    expect(new X509Certificate(client.certificate).checkPrivateKey(createPrivateKey(client.key))).toBe(true)
  })
})

describe("the proxy's certificate", () => {
  const server = new X509Certificate(identity.certificate)
  const authority = new X509Certificate(identity.authority)

  test('is for the address that the proxy listens on, and for no name', () => {
    expect(server.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(server.checkHost('localhost')).toBeUndefined()
  })

  test('is signed by the throw-away authority, which nobody else trusts', () => {
    expect(server.verify(authority.publicKey)).toBe(true)
    expect(authority.ca).toBe(true)
    expect(authority.verify(authority.publicKey)).toBe(true)
  })

  test('is new for each run', async () => {
    expect((await proxyIdentity()).authority).not.toBe(identity.authority)
  })
})
