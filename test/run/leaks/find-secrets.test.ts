import { describe, expect, test } from '@jest/globals'
import { findSecrets } from '../../../lib/run/leaks/find-secrets.js'
import { needles } from '../../../lib/run/leaks/needles.js'
import { allLines, linesOf } from '../fixtures.js'

/** The password of the fixtures. Every encoding has something to escape in it. */
const PASSWORD = 'pa&ss<w>"ord"/ö+%1f4a9c'
const NEEDLES = needles(PASSWORD)

describe('a secret in lines that kube-apiserver wrote', () => {
  test.each([
    ['data of a Secret', 'secret-data', ['base64 in requestObject', 'base64 in responseObject']],
    ['dockerconfigjson', 'secret-dockerconfigjson', ['json base64 in requestObject', 'json base64 in responseObject']],
    ['data of a ConfigMap', 'configmap-data', ['raw in requestObject', 'raw in responseObject']],
    ['last-applied-configuration', 'configmap-last-applied', ['json in requestObject', 'json in responseObject']],
    ['the query', 'query', ['percent in requestURI']],
    ['an audit annotation', 'annotation', ['raw in requestObject', 'raw in responseObject', 'raw in annotations']],
    ['what a get returns', 'get-secret', ['base64 in responseObject']],
  ])('is found in %s', (_where, auditID, expected) => {
    const line = linesOf(auditID).at(-1) ?? ''
    expect(findSecrets(line, NEEDLES).map(({ encoding, place }) => `${encoding} in ${place}`)).toEqual(expected)
  })

  test('is found in the nested auth of dockerconfigjson alone', () => {
    const auth = needles(PASSWORD).filter(({ encoding }) => encoding === 'base64 base64')
    const line = linesOf('secret-dockerconfigjson').at(-1) ?? ''
    expect(findSecrets(line, auth)).toHaveLength(2)
  })

  test('is found in no line that does not hold it', () => {
    const holders = [
      'secret-data',
      'secret-dockerconfigjson',
      'configmap-data',
      'configmap-last-applied',
      'query',
      'annotation',
      'get-secret',
    ]
    const clean = allLines().filter((line) => !holders.some((auditID) => line.includes(`"auditID":"${auditID}"`)))
    expect(clean.length).toBeGreaterThan(50)
    expect(clean.flatMap((line) => findSecrets(line, NEEDLES))).toEqual([])
  })
})

const CLEAN = linesOf('all-create').at(-1) ?? ''

/** A line whose requestObject holds this text inside a string, written as kube-apiserver writes strings. */
function plant(text: string): string {
  return CLEAN.replace('"sky":"blue"', () => `"sky":${goString(`before ${text} after`)}`)
}

function goString(text: string): string {
  return JSON.stringify(text).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
const everyByte = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

const CANARY = 'canary-6b1f2c9d8e7a4f50'
/** Yields + and / in base64 at every offset, which base64url writes as - and _. */
const SYMBOLS = '>>>???~~~???>>>~~~'

describe.each([
  ['a canary', CANARY],
  ['a password full of symbols', PASSWORD],
  ['a PEM block', '-----BEGIN X-----\nMIIB+/=\n-----END X-----\n'],
  ['text of few letters', SYMBOLS],
])('%s', (_what, secret) => {
  const found = (text: string) => findSecrets(plant(text), needles(secret)).map(({ place }) => place)

  test.each([
    ['raw', secret],
    ['JSON in JSON', inJson(secret)],
    ["Go's JSON in JSON", goString(secret).slice(1, -1)],
    ['percent-encoded where reserved', encodeURIComponent(secret)],
    ['percent-encoded in lower hex', encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ['percent-encoded as a form', inJson(new URLSearchParams({ a: secret }).toString().slice(2))],
    ['percent-encoded in every byte', everyByte(secret)],
    ['percent-encoded in every byte, lower hex', everyByte(secret).toLowerCase()],
    ['hex', Buffer.from(`{"k":"${secret}"}`).toString('hex')],
    ['hex in capitals', Buffer.from(secret).toString('hex').toUpperCase()],
    ['base64 at offset 0', base64(secret)],
    ['base64 at offset 1', base64(`x${secret}y`)],
    ['base64 at offset 2', base64(`xx${secret}yy`)],
    ['base64url at offset 0', base64url(secret)],
    ['base64url at offset 1', base64url(`x${secret}y`)],
    ['base64url at offset 2', base64url(`xx${secret}yy`)],
    ['JSON in base64', base64(JSON.stringify({ password: secret }))],
    ['base64 in a query', encodeURIComponent(base64(`x${secret}y`))],
    ['JSON in a query', encodeURIComponent(JSON.stringify({ password: secret }))],
  ])('is found %s', (_form, text) => {
    expect(found(text)).toEqual(['requestObject'])
  })

  test.each([0, 1, 2].flatMap((inner) => [0, 1, 2].map((outer) => [inner, outer])))(
    'is found in base64 at offset %i in base64 at offset %i',
    (inner, outer) => {
      const auth = base64(`${'u'.repeat(inner)}${secret}z`)
      expect(found(base64(`${'v'.repeat(outer)}${auth}`))).toEqual(['requestObject'])
    },
  )

  test('is not found where it is not', () => {
    expect(found('nothing')).toEqual([])
  })
})

/** A patch is logged as the client wrote it, with Go's escapes added. */
test.each([
  ['ASCII only', 'pa\\u0026ss\\u003cw\\u003e\\"ord\\"/\\u00f6+%1f4a9c'],
  ['escaped slashes', 'pa\\u0026ss\\u003cw\\u003e\\"ord\\"\\/ö+%1f4a9c'],
])('a patch body with %s is searched too', (_how, written) => {
  const line = CLEAN.replace('"sky":"blue"', () => `"sky":"${written}"`)
  expect(findSecrets(line, NEEDLES).map(({ place }) => place)).toEqual(['requestObject'])
})

describe('the name and the place of a find', () => {
  test('carries what the secret is called, never its value', () => {
    expect(findSecrets(plant(CANARY), needles(CANARY, 'responseObject.status.token'))).toEqual([
      { secret: 'responseObject.status.token', place: 'requestObject', encoding: 'raw' },
    ])
  })

  test('is other for a field that is no body, URI or annotation', () => {
    const line = CLEAN.replace('"userAgent":"', () => `"userAgent":"${CANARY} `)
    expect(findSecrets(line, needles(CANARY)).map(({ place }) => place)).toEqual(['other'])
  })

  test('is told once for each place, however many times the secret stands there', () => {
    expect(findSecrets(plant(`${CANARY} ${CANARY} ${base64(CANARY)}`), needles(CANARY))).toHaveLength(1)
  })

  test('an empty secret is nowhere', () => {
    expect(findSecrets(CLEAN, needles(''))).toEqual([])
  })

  test('a short secret is not searched in base64, where chance would find it', () => {
    expect(needles('ab12').map(({ encoding }) => encoding)).not.toContain('base64')
  })
})
