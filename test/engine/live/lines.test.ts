import { describe, expect, test } from '@jest/globals'
import { auditIDOf, groupByAuditID, linesByAuditID } from '../../../lib/engine/live/lines.js'

/** A line as kube-apiserver v1.34 begins it. */
function line(auditID: string, rest: Readonly<Record<string, unknown>> = {}): string {
  const head = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', auditID, stage: 'ResponseComplete' }
  return JSON.stringify({ ...head, requestURI: '/api', ...rest })
}

/** A log as it is read: line by line, each with its newline, a torn one without. */
async function* logOf(...lines: string[]): AsyncGenerator<string> {
  for (const text of lines) yield await Promise.resolve(text)
}

describe('auditIDOf', () => {
  test('reads it without parsing the line', () => {
    expect(auditIDOf(line('0b5ff4f0'))).toBe('0b5ff4f0')
  })

  test.each([
    ['another kind', '{"kind":"Policy","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a"}'],
    ['another version', line('a').replace('audit.k8s.io/v1', 'audit.k8s.io/v1beta1')],
    ['a body alone', '{"auditID":"a"}'],
    ['nothing', ''],
  ])('is null for a line of %s', (_, text) => {
    expect(auditIDOf(text)).toBeNull()
  })
})

describe('linesByAuditID', () => {
  const received = line('a', { stage: 'RequestReceived' })

  test('keeps the lines of a request in their order, whatever stands between them', async () => {
    const log = logOf(`${received}\n`, `${line('b')}\n`, `${line('a')}\n`)
    expect([...(await linesByAuditID(log))]).toEqual([
      ['a', [received, line('a')]],
      ['b', [line('b')]],
    ])
  })

  test('leaves out the last line while the server is writing it', async () => {
    expect([...(await linesByAuditID(logOf(`${line('a')}\n`, line('b')))).keys()]).toEqual(['a'])
  })

  test('leaves out a line that the server could not finish, with the one that is glued to it', async () => {
    const glued = line('lost').slice(0, 90) + line('b')
    const log = logOf(`${line('a')}\n`, `${glued}\n`, `${line('c')}\n`)
    expect([...(await linesByAuditID(log)).keys()]).toEqual(['a', 'c'])
  })

  test('tells of lines that are no whole Events, but not of one that is being written', async () => {
    let broken = 0
    const glued = line('lost').slice(0, 90) + line('b')
    const hole = '\0'.repeat(40) + line('c')
    await linesByAuditID(
      logOf(`${line('a')}\n`, `${glued}\n`, `${hole}\n`, 'garbage\n', line('d')),
      () => (broken += 1),
    )
    expect(broken).toBe(3)
  })

  test.each([
    ['that looks like an Event', '/x?{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"b"'],
    ['with a line feed in it', '/x?\n{"kind":"Event"'],
    ['with another auditID in it', '/x?","auditID":"b"'],
  ])('is not misled by a URI %s', async (_, requestURI) => {
    const hostile = line('a', { requestURI })
    expect([...(await linesByAuditID(logOf(`${hostile}\n`)))]).toEqual([['a', [hostile]]])
  })

  test('has an auditID that holds quotes as the server wrote it', async () => {
    expect([...(await linesByAuditID(logOf(`${line('a"b')}\n`))).keys()]).toEqual(['a\\"b'])
  })
})

test('groupByAuditID takes whole lines, without their newline, and leaves out what is no Event', () => {
  expect([...groupByAuditID([line('a'), '', 'noise', line('b'), line('a')])]).toEqual([
    ['a', [line('a'), line('a')]],
    ['b', [line('b')]],
  ])
})
