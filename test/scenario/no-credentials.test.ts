import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { withStandIns } from '../../lib/engine/replay/stand-ins.js'

const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name))
  .sort()

function textOf(file: string): string {
  const bytes = readFileSync(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}

/** The texts that are written in base64 somewhere in a text, and in base64 within these. */
function decoded(text: string): string[] {
  const words = text.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? []
  return words.flatMap((word) => {
    const inner = Buffer.from(word, 'base64').toString('latin1')
    return [inner, ...decoded(inner)]
  })
}

const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/
/** The body of a PEM block that is no stand-in, in JSON within JSON too. A request for a certificate lets nobody in. */
const PEM = /-----BEGIN (?!CERTIFICATE REQUEST)[A-Z0-9 ]+-----(?:\\+n|\s)*(?!(?:\\+n|\s)*standin)[^-\s]/
/** In base64: the start of a token, of PEM. A word may start anywhere within another. */
const ENCODED = /ZXlK[A-Za-z0-9+/]{100}|LS0tLS1CRUdJTi[A-Za-z0-9+/]{100}/

function credentialsIn(text: string): string[] {
  const direct = [text, ...decoded(text)].flatMap((one) =>
    [TOKEN.exec(one)?.[0] ?? [], PEM.exec(one)?.[0] ?? []].flat(),
  )
  const encoded = (text.match(new RegExp(ENCODED, 'g')) ?? []).filter(
    (word) => !/standin|CERTIFICATE REQUEST/.test(Buffer.from(word, 'base64').toString('latin1')),
  )
  return [...direct, ...encoded]
}

describe('no live credential stands in what is published', () => {
  test('recordings and backgrounds are looked at', () => {
    expect(files.filter((file) => file.endsWith('.recording.json')).length).toBeGreaterThan(5)
    expect(files.filter((file) => file.endsWith('.gz')).length).toBeGreaterThan(0)
  })

  test.each(files)(
    '%s',
    (file) => {
      expect(credentialsIn(textOf(file))).toEqual([])
    },
    120_000,
  )
})

describe('a live credential would be found', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.${'c2lnbmF0dXJl'.repeat(10)}`
  const pem = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkq'.repeat(4)}\n-----END PRIVATE KEY-----\n`
  const base64 = (text: string): string => Buffer.from(text).toString('base64')

  test.each([
    ['a token', JSON.stringify({ token })],
    ['a token in base64', JSON.stringify({ token: base64(token) })],
    ['a token within base64', JSON.stringify({ config: base64(`{"password":"${token}"}`) })],
    ['a key', pem],
    ['a key in JSON', JSON.stringify({ pem })],
    ['a key in JSON within JSON', JSON.stringify({ line: JSON.stringify({ pem }) })],
    ['a key in base64', JSON.stringify({ key: base64(pem) })],
  ])('%s, and its stand-in is none', (_, text) => {
    expect(credentialsIn(text)).not.toEqual([])
    expect(credentialsIn(withStandIns(text))).toEqual([])
  })
})
