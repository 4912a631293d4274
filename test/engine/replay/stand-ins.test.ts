import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withStandIns } from '../../../lib/engine/replay/stand-ins.js'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const decoded = (text: string): string => Buffer.from(text, 'base64').toString()
const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const TOKEN = [
  segment({ alg: 'RS256', kid: 'x_-' }),
  segment({ iss: 'https://kubernetes.default.svc', sub: 'system:serviceaccount:shop:robot' }),
  'c2ln-bmF0_dXJl'.repeat(20),
].join('.')
const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })

describe('a credential is gone, and the text as long as before', () => {
  test.each<[string, string, string]>([
    ['a token', `Bearer ${TOKEN}`, TOKEN],
    ['a token in a JSON line', JSON.stringify({ token: TOKEN, after: 1 }), TOKEN],
    ['a token in base64', JSON.stringify({ data: { token: base64(TOKEN) } }), base64(TOKEN)],
    [
      'a token within what is base64, at any offset',
      base64(JSON.stringify({ auths: { a: { password: TOKEN } } })),
      base64(TOKEN).slice(8, 40),
    ],
    ['a token in base64 twice', base64(base64(TOKEN)), base64(base64(TOKEN)).slice(0, 40)],
    ['a key in PEM', KEY.toString(), KEY.toString().split('\n')[1] ?? ''],
    ['a key in a JSON line', JSON.stringify({ key: KEY }), KEY.toString().split('\n')[1] ?? ''],
    [
      'a key in an annotation: JSON within JSON',
      JSON.stringify({ last: JSON.stringify({ key: KEY }) }),
      KEY.toString().split('\n')[1] ?? '',
    ],
    ['a key in base64', base64(KEY.toString()), base64(KEY.toString()).slice(40, 80)],
    [
      'a key with carriage returns in a JSON line',
      JSON.stringify({ key: KEY.toString().replaceAll('\n', '\r\n') }),
      KEY.toString().split('\n')[1] ?? '',
    ],
  ])('%s', (_, text, credential) => {
    expect(text).toContain(credential)
    const safe = withStandIns(text)
    expect(safe).toHaveLength(text.length)
    expect(safe).not.toContain(credential)
    if (text.startsWith('{'))
      expect(Object.keys(JSON.parse(safe) as object)).toEqual(Object.keys(JSON.parse(text) as object))
  })

  test('base64 without its padding', () => {
    const text = KEY.toString()
    const bare = base64(text.padEnd(Math.ceil(text.length / 3) * 3 + 1, '.')).replaceAll('=', '')
    expect(bare.length % 4).not.toBe(0)
    expect(withStandIns(bare)).toHaveLength(bare.length)
    expect(withStandIns(bare)).not.toBe(bare)
  })
})

test('the same credential has the same stand-in in a line, in base64 and by itself', () => {
  const own = withStandIns(TOKEN)
  expect(withStandIns(JSON.stringify({ a: TOKEN, b: [TOKEN] }))).toBe(JSON.stringify({ a: own, b: [own] }))
  expect(decoded(withStandIns(base64(TOKEN)))).toBe(own)
  const pem = withStandIns(KEY.toString())
  expect(withStandIns(JSON.stringify(KEY))).toBe(JSON.stringify(pem))
  expect(decoded(withStandIns(base64(KEY.toString())))).toBe(pem)
})

test('a stand-in has the shape of what it stands for', () => {
  expect(withStandIns(TOKEN)).toMatch(/^[standi-]+\.[standi-]+\.[standi-]+$/)
  expect(withStandIns(KEY.toString())).toMatch(
    /^-----BEGIN PRIVATE KEY-----\n[standi]+\n[standi]+\n[standi]+=*\n-----END PRIVATE KEY-----\n$/,
  )
})

describe('nothing else changes', () => {
  test.each([
    'd341fa07-112e-4aff-95a7-81d6cc4071e6',
    'X509SHA256=cd47054c4ef2e449e10747f62225189916f2dc7f1f4e7b1351d58b199d36f129',
    '{"data":{"password":"Y2FuYXJ5MjQyMmEwOTY3NDhhYzIzZWI2N2U="}}',
    `{"binaryData":"${Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('base64')}"}`,
    'eyJhbGciOiJSUzI1NiJ9 is the head of a token, and no token',
    '/api/v1/namespaces/audit-lab-q863a4/secrets?fieldManager=kubectl-create\\u0026fieldValidation=Strict',
    '{"a":"-----BEGIN CERTIFICATE-----","b":"-----END CERTIFICATE-----"}',
  ])('%s', (text) => {
    expect(withStandIns(text)).toBe(text)
  })

  test('around the credentials of any text', () => {
    const credential = fc.constantFrom(TOKEN, KEY.toString(), base64(TOKEN), base64(KEY.toString()))
    const between = fc.string({ unit: fc.constantFrom(' ', '"', '{', '}', 'a', 'é', '😀', '\\', '\n', ':', ',') })
    fc.assert(
      fc.property(fc.array(fc.tuple(between, credential)), between, (parts, end) => {
        // A quote or a space on each side, as in a log: what touches a credential belongs to it.
        const text = (change: (one: string) => string): string =>
          `${parts.map(([before, one]) => `${before} "${change(one)}" `).join('')}${end}`
        const plain = text((one) => one)
        expect(withStandIns(plain)).toBe(text(withStandIns))
        expect(withStandIns(plain)).toHaveLength(plain.length)
        expect(withStandIns(withStandIns(plain))).toBe(withStandIns(plain))
      }),
    )
  })
})
