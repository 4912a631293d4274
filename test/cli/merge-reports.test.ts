import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RunResult } from '../../lib/run/result.js'
import { auditLab } from '../live/support/audit-lab.js'

let directory = ''
const files = (): string[] => [1, 2, 3].map((index) => join(directory, `shard-${index}.json`))

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shards-'))
  for (const [at, file] of files().entries()) {
    const { exitCode, stdout } = await auditLab(['run', '--shard', `${at + 1}/3`, '-o', 'json'])
    expect(exitCode).toBe(0)
    await writeFile(file, stdout)
  }
})
afterAll(() => rm(directory, { recursive: true }))

const comparable = (text: string): unknown => {
  const result = JSON.parse(text) as RunResult
  return { ...result, policies: result.policies.map((policy) => ({ ...policy, gzipped: null })) }
}

test('three shards of the shipped suite, merged, are the whole run, but for what gzip makes of it', async () => {
  const merged = await auditLab(['merge-reports', ...files(), '-o', 'json'])
  const whole = await auditLab(['run', '-o', 'json'])
  expect(merged).toMatchObject({ exitCode: 0, stderr: '' })
  expect(comparable(merged.stdout)).toEqual(comparable(whole.stdout))
})

test('the reports are those of the whole run', async () => {
  const [own, of] = [join(directory, 'merged.xml'), join(directory, 'whole.xml')]
  const merged = await auditLab(['merge-reports', ...files(), '-o', 'markdown', '--report', `junit=${own}`])
  expect(merged.exitCode).toBe(0)
  expect(merged.stdout).toMatch(/^## audit-lab\n/)
  await auditLab(['run', '--report', `junit=${of}`])
  expect(await readFile(own, 'utf8')).toBe(await readFile(of, 'utf8'))
})

test('a shard that is missing is exit status 2', async () => {
  const ended = await auditLab(['merge-reports', ...files().slice(0, 2)])
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toContain('shard 3/3 is missing')
})

test('every file that cannot be read is named', async () => {
  const ended = await auditLab(['merge-reports', 'no-such-file', 'package.json'])
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toMatch(/no-such-file:1:1: cannot be read: ENOENT/)
  expect(ended.stderr).toMatch(/package\.json:1:1: schemaVersion undefined, expected is 1/)
})

describe('run --shard', () => {
  test('of a selection that is smaller than the number of shards may be empty, and says so', async () => {
    const ended = await Promise.all(
      [1, 2].map((index) => auditLab(['run', 'secret-bodies', '-p', 'everything', '--shard', `${index}/2`])),
    )
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(ended[0]?.stdout).toContain('shard 1/2: 0 scenarios in this shard, of 1; nothing was run')
    expect(ended[1]?.stdout).toContain('shard 2/2: 1 of 1 scenario')
  })

  test('of nothing is as bad as without it', async () => {
    expect(await auditLab(['run', '--run', '^nothing-is-called-so$', '--shard', '1/2'])).toMatchObject({ exitCode: 2 })
  })

  test.each(['0/3', '4/3', '3', 'a/b'])('%s is refused with what was expected', async (shard) => {
    const ended = await auditLab(['run', '--shard', shard])
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('i/n is expected, 1 ≤ i ≤ n')
  })
})
