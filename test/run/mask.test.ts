import { describe, expect, test } from '@jest/globals'
import { maskLine } from '../../lib/run/mask.js'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const token = (name: string): string =>
  `eyJhbGciOiJSUzI1NiJ9.${base64(`{"sub":"${name}"}`).replaceAll('=', '')}.c2lnbmF0dXJl`

/** Two runs: what each writes of the same thing, with its own names. */
const LIVE = { run: 'aaa111', namespace: 'audit-lab-aaa111', canary: 'canary0123456789' }
const REPLAYED = { run: 'bbb222', namespace: 'audit-lab-bbb222', canary: 'canary9876543210' }

/** `{"a":…}` around it, as a field of an Event. */
const masked = (variables: Readonly<Record<string, string>>, text: string): string =>
  maskLine(`{"kind":"Event",${text},"z":1}`, variables)

describe('two runs of the same request may differ in', () => {
  test.each<[string, string, string]>([
    ['names of the run', '"namespace":"audit-lab-aaa111"', '"namespace":"audit-lab-bbb222"'],
    [
      'the time of a manager',
      '"manager":"kubectl","operation":"Update","apiVersion":"apps/v1","time":"2026-11-21T11:06:23Z","fieldsType":"FieldsV1"',
      '"manager":"kubectl","operation":"Update","apiVersion":"apps/v1","fieldsType":"FieldsV1"',
    ],
    ['the canary', '"requestURI":"/x?a=canary0123456789"', '"requestURI":"/x?a=canary9876543210"'],
    ['the canary in base64', `"p":"${base64('canary0123456789')}"`, `"p":"${base64('canary9876543210')}"`],
    [
      'the canary in base64 behind other text',
      `"p":"${base64('user:canary0123456789!')}"`,
      `"p":"${base64('user:canary9876543210!')}"`,
    ],
    // As long as the names in it, so that its dots fall elsewhere in the base64.
    ['a token in base64', `"token":"${base64(token('robot'))}"`, `"token":"${base64(token('another'))}"`],
    [
      'auditIDs and uids',
      '"uid":"d341fa07-112e-4aff-95a7-81d6cc4071e6"',
      '"uid":"ff592e4a-3a34-4083-b8ff-9a7c4494140e"',
    ],
    ['times', '"stageTimestamp":"2026-11-21T09:53:14.828178Z"', '"stageTimestamp":"2026-11-22T09:53:14.000001Z"'],
    ['times to the second', '"time":"2026-11-21T09:53:14Z"', '"time":"2026-11-21T10:00:00Z"'],
    ['versions of objects', '"resourceVersion":"689"', '"resourceVersion":"1234"'],
    [
      'versions in a body that is quoted',
      '"m":"{\\"resourceVersion\\":\\"689\\"}"',
      '"m":"{\\"resourceVersion\\":\\"7\\"}"',
    ],
    ['versions in a URL', '"requestURI":"/x?resourceVersion=1"', '"requestURI":"/x?resourceVersion=22"'],
    ['fingerprints', `"c":"X509SHA256=${'0a'.repeat(32)}"`, `"c":"X509SHA256=${'1b'.repeat(32)}"`],
    ['addresses', '"sourceIPs":["172.18.0.1"]', '"sourceIPs":["10.0.0.12"]'],
    ['the port of a lane', '"s":"172.18.0.2:6443"', '"s":"172.18.0.3:7001"'],
    ['the name of the node', '"nodeName":"a-control-plane"', '"nodeName":"b-control-plane"'],
    ['generated names of Pods', '"name":"web-5bb9c88949-n2w9x"', '"name":"web-6cc8d99b5f-x9x2z"'],
    ['generated names of volumes', '"name":"kube-api-access-x7k2p"', '"name":"kube-api-access-9zzq4"'],
    ['ages', '"cells":["web","3m5s"]', '"cells":["web","12s"]'],
    ['tokens', `"token":"${token('audit-lab-aaa111')}"`, `"token":"${token('a')}"`],
    ['a token and its stand-in', `"token":"${token('a')}"`, `"token":"${'standin'.repeat(9)}.standi-n"`],
    [
      'keys and certificates',
      '"c":"-----BEGIN CERTIFICATE-----\\nMIIB/+a1\\n-----END CERTIFICATE-----"',
      '"c":"-----BEGIN CERTIFICATE-----\\nstandins\\n-----END CERTIFICATE-----"',
    ],
    [
      'the latency of a slow request',
      '"annotations":{"apiserver.latency.k8s.io/total":"1.2s","authorization.k8s.io/decision":"allow"}',
      '"annotations":{"authorization.k8s.io/decision":"allow"}',
    ],
    [
      'the order of managers of the same second',
      '"managedFields":[{"manager":"a","f":{"k:{\\"n\\":1}":{}}},{"manager":"b"},{"manager":"c"}]',
      '"managedFields":[{"manager":"c"},{"manager":"b"},{"manager":"a","f":{"k:{\\"n\\":1}":{}}}]',
    ],
  ])('%s', (_, live, replayed) => {
    expect(live).not.toBe(replayed)
    expect(masked(LIVE, live)).toBe(masked(REPLAYED, replayed))
  })
})

describe('two runs may not differ in', () => {
  test.each<[string, string, string]>([
    ['level', '"level":"Metadata"', '"level":"Request"'],
    ['stage', '"stage":"ResponseStarted"', '"stage":"ResponseComplete"'],
    ['verb', '"verb":"get"', '"verb":"list"'],
    ['user', '"username":"jane"', '"username":"bob"'],
    ['status', '"code":200', '"code":201'],
    ['names that nobody generated', '"name":"db"', '"name":"dc"'],
    ['a namespace that is not of the run', '"namespace":"production"', '"namespace":"staging"'],
    ['a space', '"a":1', '"a": 1'],
    ['the order of fields', '"a":1,"b":2', '"b":2,"a":1'],
    ['the order of a list', '"groups":["a","b"]', '"groups":["b","a"]'],
    ['an annotation', '"annotations":{"a":"b"}', '"annotations":{"a":"c"}'],
    [
      'managers',
      '"managedFields":[{"manager":"a"},{"manager":"b"}]',
      '"managedFields":[{"manager":"a"},{"manager":"c"}]',
    ],
    ['numbers', '"generation":1', '"generation":2'],
    ['base64 without a name of the run in it', `"p":"${base64('password')}"`, `"p":"${base64('passwort')}"`],
    ['short hashes', '"h":"0a0a0a0a"', '"h":"1b1b1b1b"'],
    ['a field that is there only once', '"a":1,"responseObject":{}', '"a":1'],
    ['one credential more', `"t":["${token('a')}"]`, `"t":["${token('a')}","${token('a')}"]`],
  ])('%s', (_, live, replayed) => {
    expect(masked(LIVE, live)).not.toBe(masked(REPLAYED, replayed))
  })

  test('names of the run where another name stands', () => {
    const both = { ...LIVE, second: 'audit-lab-two' }
    expect(masked(both, '"n":"audit-lab-aaa111"')).not.toBe(masked(both, '"n":"audit-lab-two"'))
  })
})

test('a variable may hold any text', () => {
  const odd = { capture: 'Grüße ☃ (+*', empty: '' }
  expect(masked(odd, `"p":"${base64('Grüße ☃ (+*')}"`)).toBe('{"kind":"Event","p":"BASE64","z":1}')
})
