import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readLog, type LogEvent, type SkippedLine } from '../../lib/log/read-log.js'

const LINES = gunzipSync(readFileSync('scenarios/background/idle.jsonl.gz')).toString().split('\n').slice(0, 900)
const RECORDED = Buffer.from(`${LINES.join('\n')}\n`)
const SOME = `${LINES.slice(0, 600).join('\n')}\n`
const hasZstd = spawnSync('zstd', ['--version']).status === 0

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'read-log-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

async function read(content: string | Buffer): Promise<{ events: LogEvent[]; skipped: SkippedLine[] }> {
  const path = join(directory, 'audit.log')
  writeFileSync(path, content)
  const events: LogEvent[] = []
  const skipped: SkippedLine[] = []
  for await (const some of readLog([{ path, node: null }], { onSkipped: (one) => skipped.push(one) }))
    events.push(...some)
  return { events, skipped }
}

const zstd = (input: string | Buffer, ...options: string[]): Buffer =>
  spawnSync('zstd', ['-q', '-c', ...options], { input, maxBuffer: 1 << 30 }).stdout

test('a recorded log is read line by line, byte for byte', async () => {
  const { events, skipped } = await read(RECORDED)
  expect(skipped).toEqual([])
  expect(events.map(({ text }) => text)).toEqual(LINES)
  expect(events.map(({ line }) => line)).toEqual(LINES.map((_line, index) => index + 1))
  expect(events.every(({ rewritten }) => !rewritten)).toBe(true)
})

describe('what a file begins with tells how it is compressed', () => {
  test.each([
    ['gzip', () => gzipSync(SOME)],
    ['gzip, two members', () => Buffer.concat([gzipSync(SOME.slice(0, 5000)), gzipSync(SOME.slice(5000))])],
  ])('%s', async (_name, make) => {
    const { events, skipped } = await read(make())
    expect(skipped).toEqual([])
    expect(events.map(({ text }) => text).join('\n')).toBe(SOME.trimEnd())
  })
  const cases: [string, () => Buffer][] = [
    ['zstd', () => zstd(SOME)],
    ['zstd at its strongest', () => zstd(RECORDED, '-19')],
    ['zstd, two frames', () => Buffer.concat([zstd(SOME.slice(0, 5000)), zstd(SOME.slice(5000))])],
  ]
  ;(hasZstd ? test.each(cases) : test.skip.each(cases))('%s (needs zstd)', async (_name, make) => {
    const { events, skipped } = await read(make())
    expect(skipped).toEqual([])
    expect(events.map(({ text }) => text)).toEqual(_name.includes('strongest') ? LINES : SOME.trimEnd().split('\n'))
  })
})

describe('a file that was cut off gives what is whole', () => {
  const cases: [string, () => Buffer][] = [['gzip', () => gzipSync(RECORDED)]]
  if (hasZstd) cases.push(['zstd', () => zstd(RECORDED)])
  test.each(cases)('%s', async (_name, make) => {
    const whole = make()
    const { events, skipped } = await read(whole.subarray(0, Math.floor(whole.length / 2)))
    expect(events.length).toBeGreaterThan(100)
    expect(events.length).toBeLessThan(LINES.length)
    expect(skipped.map(({ message }) => message).join()).toContain('cannot be read further')
  })
})

test('a byte order mark and lines that end as on Windows are no part of the lines', async () => {
  const { events, skipped } = await read(`\uFEFF${SOME.replaceAll('\n', '\r\n')}`)
  expect(skipped).toEqual([])
  expect(events.map(({ text }) => text).join('\n')).toBe(SOME.trimEnd())
})

test('a line is told by its file and its number', async () => {
  const { events, skipped } = await read(`${SOME}broken\n\n${SOME}${SOME.slice(0, 100)}`)
  expect(events).toHaveLength(1200)
  expect(skipped.map(({ line, message }) => [line, message])).toEqual([
    [601, 'not JSON'],
    [1203, 'cut off in the middle'],
  ])
})

test('UTF-16, as PowerShell writes it, is told', async () => {
  const { events, skipped } = await read(Buffer.from(`\uFEFF${SOME}`, 'utf16le'))
  expect(events).toEqual([])
  expect(skipped).toEqual([expect.objectContaining({ line: 1, message: expect.stringContaining('UTF-16') })])
})

test('an empty file holds nothing', async () => {
  expect(await read('')).toEqual({ events: [], skipped: [] })
})
