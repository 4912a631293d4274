import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { LogFile } from '../../lib/log/log-file.js'
import { measureLog, type NamedPolicy } from '../../lib/measure/measure-log.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { PolicyVolume, VolumeResult } from '../../lib/volume/result.js'
import { projectLines, volumeByLevel, volumeByRule } from '../../lib/volume/count.js'
import { volumeOf } from '../../lib/volume/volume.js'

const LINES = gunzipSync(readFileSync('scenarios/background/idle.jsonl.gz'))
  .toString()
  .trimEnd()
  .split('\n')
  .slice(0, 1500)

const HEADER = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'

function policyOf(name: string, text: string): NamedPolicy {
  const loaded = loadPolicy(text, name)
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return { name, path: `${name}.yaml`, policy: loaded.policy }
}

const rules = (text: string): NamedPolicy => policyOf('inline', `${HEADER}${text}`)

const SHIPPED = readdirSync('policies')
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.cells.yaml'))
  .map((file) => policyOf(file.replace('.yaml', ''), readFileSync(join('policies', file), 'utf8')))

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'measure-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function logFile(name: string, content: string | Buffer, node: string | null = null): LogFile {
  const path = join(directory, name)
  writeFileSync(path, content)
  return { path, node }
}

async function measure(
  files: readonly LogFile[],
  policies: readonly NamedPolicy[],
  options: Partial<Parameters<typeof measureLog>[2]> = {},
): Promise<VolumeResult> {
  return measureLog(files, policies, {
    takenUnder: null,
    projection: { retentionDays: null, pricePerGigabyte: null },
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...options,
  })
}

async function one(
  lines: readonly string[],
  policy: NamedPolicy,
  options: Partial<Parameters<typeof measureLog>[2]> = {},
): Promise<PolicyVolume> {
  const { policies } = await measure([logFile('one.log', `${lines.join('\n')}\n`)], [policy], options)
  return policies[0]!
}

describe('a policy costs what projecting each line to it gives, to the byte', () => {
  let result: VolumeResult
  beforeAll(async () => {
    result = await measure([logFile('audit.log', `${LINES.join('\n')}\n`)], SHIPPED)
  })
  test.each(SHIPPED.map((policy, index) => [policy.name, policy, index] as const))('%s', (_name, { policy }, index) => {
    const projected = projectLines(LINES, policy)
    const found = result.policies[index]!
    expect({ events: found.events, bytes: found.bytes }).toEqual(volumeOf(projected))
    expect(found.byLevel).toEqual(volumeByLevel(projected))
    const costs = found.byRule.filter(({ events }) => events > 0)
    expect(costs.map(({ rule, line, events, bytes }) => ({ rule, line, events, bytes }))).toEqual(
      volumeByRule(projected, policy),
    )
    for (const table of [found.byRequest, found.byUser, found.byUserAgent]) {
      expect(table.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(found.bytes)
      expect(table.reduce((sum, { events }) => sum + events, 0)).toBe(found.events)
    }
  })

  test('dropping a rule saves what the policy without it costs less', async () => {
    const some = LINES.filter((_line, index) => index % 7 === 0)
    const few = await measure([logFile('few.log', `${some.join('\n')}\n`)], SHIPPED)
    for (const [index, { policy }] of SHIPPED.entries()) {
      const { byRule, bytes, events } = few.policies[index]!
      for (const { rule, saves } of byRule) {
        if (rule === null) continue
        const without = { ...policy, rules: policy.rules.filter((_rule, at) => at !== rule - 1) }
        const left = volumeOf(projectLines(some, without))
        expect({ rule, ...saves }).toEqual({ rule, events: events - left.events, bytes: bytes - left.bytes })
      }
    }
  })
})

test('compressed, wrapped and split over files, a log costs the same', async () => {
  const text = `${LINES.join('\n')}\n`
  const cri = LINES.map((line) => `2026-02-03T10:11:12.1Z stdout F ${line}\n`).join('')
  const policies = SHIPPED.slice(0, 9)
  const whole = await measure([logFile('a.log', text)], policies)
  const wanted = whole.policies.map(({ events, bytes, byLevel, rate }) => ({
    events,
    bytes,
    byLevel,
    rate: rate?.seconds,
  }))
  const others = [
    [logFile('b.log.gz', gzipSync(text))],
    [logFile('c.log', cri)],
    [logFile('d.log.1', `${LINES.slice(0, 700).join('\n')}\n`), logFile('d.log', `${LINES.slice(700).join('\n')}\n`)],
  ]
  for (const files of others) {
    const { policies: found, input } = await measure(files, policies)
    expect(found.map(({ events, bytes, byLevel, rate }) => ({ events, bytes, byLevel, rate: rate?.seconds }))).toEqual(
      wanted,
    )
    expect(input).toMatchObject({ events: LINES.length, bytes: volumeOf(LINES).bytes, skippedLines: 0, rewritten: 0 })
  }
})

test('a server is told from another', async () => {
  const files = [logFile('x.log', `${LINES[0]}\n`, 'cp-1'), logFile('y.log', `${LINES[1]}\n${LINES[2]}\n`, 'cp-2')]
  const { policies } = await measure(files, [rules('rules: [{level: Metadata}]')])
  expect(policies[0]!.byNode.map(({ name, events }) => [name, events]).sort()).toEqual([
    ['cp-1', 1],
    ['cp-2', 2],
  ])
})

test('what is no Event is counted, and the first ten are shown', async () => {
  const broken = Array.from({ length: 12 }, () => 'broken')
  const { input } = await measure(
    [logFile('s.log', [...broken, LINES[0]].join('\n'))],
    [rules('rules: [{level: Metadata}]')],
  )
  expect(input).toMatchObject({ events: 1, skippedLines: 12 })
  expect(input.skipped).toHaveLength(10)
  expect(input.skipped[1]).toMatchObject({ line: 2, message: 'not JSON' })
})

describe('rates', () => {
  const event = (time: string): string =>
    LINES[0]!.replace(/("stageTimestamp":")[^"]*/, (_all, head: string) => `${head}${time}`)
  const everything = rules('rules: [{level: RequestResponse}]')

  test('a day is projected from the time between the first Event and the last', async () => {
    const lines = [event('2026-02-03T00:00:00.000000Z'), event('2026-02-03T06:00:00.000000Z')]
    const { rate, bytes, retention, price } = await one(lines, everything, {
      projection: { retentionDays: 10, pricePerGigabyte: 2 },
    })
    expect(rate).toMatchObject({ seconds: 21_600, perDay: { events: 8, bytes: bytes * 4, range: null } })
    expect(retention).toMatchObject({ days: 10, bytes: bytes * 40 })
    expect(price).toEqual({
      perGigabyte: 2,
      perDay: (bytes * 4 * 2) / 1e9,
      perMonth: expect.closeTo((30 * bytes * 4 * 2) / 1e9, 12),
    })
  })

  test('the peak is the minute with most bytes', async () => {
    const times = ['00:00:00', '00:05:10', '00:05:50', '00:06:00']
    const { rate } = await one(
      times.map((time) => event(`2026-02-03T${time}.000000Z`)),
      everything,
    )
    expect(rate?.peak).toMatchObject({ seconds: 60, at: '2026-02-03T00:05:00.000Z', events: 2 })
  })

  test('whole days have a range', async () => {
    const days = ['2026-02-03T12', '2026-02-04T01', '2026-02-05T01', '2026-02-05T02', '2026-02-06T03']
    const { rate } = await one(
      days.map((hour) => event(`${hour}:00:00.000000Z`)),
      everything,
    )
    const bytes = event('2026-02-04T01:00:00.000000Z').length + 1
    expect(rate?.perDay.range).toEqual({ days: 2, least: bytes, most: 2 * bytes })
  })

  test('one moment has no rate', async () => {
    expect((await one([event('2026-02-03T00:00:00.000000Z')], everything)).rate).toBeNull()
  })
})

describe('what the log cannot show', () => {
  const under = (policy: NamedPolicy, lines: readonly string[] = LINES): string[] => projectLines(lines, policy.policy)
  const limits = ({ limits: found }: PolicyVolume): string[] => found.map(({ limit }) => limit).sort()
  const metadata = rules('rules: [{level: Metadata}]')
  const everything = rules('rules: [{level: RequestResponse}]')

  test('a log of everything shows all', async () => {
    const found = await one(LINES, everything, { takenUnder: everything })
    expect(limits(found).filter((limit) => limit !== 'body-not-encoded')).toEqual([])
  })

  test('bodies are missing where the level was lower', async () => {
    const found = await one(under(metadata), everything)
    expect(found.atLeast).toBe(true)
    expect(limits(found)).toContain('thinner-level')
    expect(await one(under(metadata), metadata)).toMatchObject({ atLeast: false, limits: [] })
  })

  test('stages are missing that were omitted, with and without the policy', async () => {
    const thin = rules('omitStages: [RequestReceived]\nrules: [{level: Metadata}]')
    for (const takenUnder of [null, thin]) {
      const found = await one(under(thin), metadata, { takenUnder })
      expect(limits(found)).toEqual(['missing-stage'])
      expect(found.atLeast).toBe(true)
    }
    expect(await one(under(thin), thin)).toMatchObject({ atLeast: false })
  })

  test('managedFields may be missing that were omitted', async () => {
    const thin = rules('omitManagedFields: true\nrules: [{level: RequestResponse}]')
    expect(limits(await one(under(thin), everything, { takenUnder: thin }))).toContain('managed-fields-omitted')
  })
})

test('the estimate of gzip is near what gzip makes of all lines', async () => {
  const { gzipped } = await one(LINES, rules('rules: [{level: Metadata}]'))
  const whole = gzipSync(`${projectLines(LINES, rules('rules: [{level: Metadata}]').policy).join('\n')}\n`).length
  expect(gzipped.bytes / whole).toBeGreaterThan(0.8)
  expect(gzipped.bytes / whole).toBeLessThan(1.3)
  expect(gzipped.sampledBytes).toBeGreaterThan(0)
})
