import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readRange } from '../../lib/log/read-range.js'

let path = ''
beforeAll(() => {
  path = join(mkdtempSync(join(tmpdir(), 'read-range-')), 'audit.log')
})
afterAll(() => rmSync(join(path, '..'), { recursive: true }))

async function read(start: number, end: number): Promise<string> {
  let text = ''
  const options = { onFailure: (message: string) => (text += message), onRead: undefined, signal: undefined }
  for await (const { bytes } of readRange(path, { start, end }, options)) text += bytes.toString()
  return text
}

test('ranges that meet give each line once, wherever they meet', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'ä', '{'), maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.array(fc.nat(), { maxLength: 4 }), async (lines, borders) => {
      const text = `${lines.join('\n')}\n`
      const size = Buffer.byteLength(text)
      writeFileSync(path, text)
      const cuts = [0, ...borders.map((border) => border % size).sort((a, b) => a - b), size]
      const parts: string[] = []
      for (const [index, start] of cuts.slice(0, -1).entries()) parts.push(await read(start, cuts[index + 1]!))
      expect(parts.join('')).toBe(text)
    }),
    { numRuns: 60 },
  )
})

test('lines that are longer than the buffer, and a last line without a newline, are whole', async () => {
  const long = 'x'.repeat(5_000_000)
  writeFileSync(path, `a\n${long}\nb\n${long}`)
  expect(await read(0, 1)).toBe('a\n')
  expect(await read(1, 100)).toBe(`${long}\n`)
  expect(await read(100, 6_000_000)).toBe(`b\n${long}\n`)
})
