import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { countUnits, type Unit } from '../../lib/measure/count-unit.js'
import { mergeParts } from '../../lib/measure/merge-parts.js'
import type { PartCount } from '../../lib/measure/part-counter.js'
import { loadPolicy } from '../../lib/policy/load.js'

const LINES = gunzipSync(readFileSync('scenarios/background/idle.jsonl.gz'))
  .toString()
  .trimEnd()
  .split('\n')
  .slice(0, 400)
const loaded = loadPolicy('apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Request}]\n', '')
if (loaded.loaded === 'refused') throw new Error(loaded.message)
const SETUP = { policies: [loaded.policy], under: null, stride: 1 << 30 }
const OPTIONS = { onRead: () => undefined, signal: undefined }

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'merge-parts-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function unitsOf(content: string, parts: number): Unit[] {
  const file = { path: join(directory, 'audit.log'), node: 'cp-1' }
  writeFileSync(file.path, content)
  const size = Buffer.byteLength(content)
  const border = (index: number): number => Math.floor((size * index) / parts)
  return Array.from({ length: parts }, (_, index) => ({
    file,
    range: { start: border(index), end: border(index + 1) },
  }))
}

async function counted(units: readonly Unit[]): Promise<PartCount> {
  const counts = await Promise.all(units.map((unit) => countUnits([unit], SETUP, OPTIONS)))
  return mergeParts(units, counts, SETUP.policies.length)
}

test('parts of a file count as the whole of it, torn lines with their numbers too', async () => {
  const torn = LINES.flatMap((line, index) => (index % 90 === 50 ? [line.slice(0, 200), line] : [line]))
  const text = `${torn.join('\n')}\n`
  const { samples: _one, lines: _lines, ...whole } = await counted(unitsOf(text, 1))
  expect(whole).toMatchObject({ events: 400, skippedLines: 4 })
  const { samples: _other, lines: _others, ...parts } = await counted(unitsOf(text, 7))
  expect(parts).toEqual({
    ...whole,
    times: { ...whole.times, stretches: expect.arrayContaining(whole.times.stretches.map((one) => one)) },
  })
  expect(parts.skipped.map(({ line }) => line)).toEqual(
    torn.flatMap((line, index) => (line.length === 200 ? [index + 1] : [])),
  )
})

test('a part that begins in the middle of what a runtime wrapped is not counted alone', async () => {
  const cri = LINES.map((line) => `2026-02-03T10:11:12.1Z stdout F ${line}\n`).join('')
  const [, unit] = unitsOf(cri, 2)
  expect(await countUnits([unit!], SETUP, OPTIONS)).toMatchObject({ isCut: true })
})
