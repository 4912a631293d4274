import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { deadRuns, forgetRun, OwnedRun, type RunRecord } from '../../../lib/engine/live/owned-run.js'

const before = process.env['XDG_STATE_HOME']
let state = ''
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'state-'))
  process.env['XDG_STATE_HOME'] = state
})
afterEach(async () => {
  if (before === undefined) delete process.env['XDG_STATE_HOME']
  else process.env['XDG_STATE_HOME'] = before
  await rm(state, { recursive: true })
})

const records = (): string => join(state, 'audit-lab', 'runs')

/** As if the process that owns the run had been killed: its pid is another's now. */
async function kill({ record }: OwnedRun): Promise<RunRecord> {
  const dead = { ...record, owner: { ...record.owner, startedAt: 'long ago' } }
  await writeFile(join(records(), `${record.id}.json`), JSON.stringify(dead))
  return dead
}

test('a run has a private directory and a private record, and its end removes both', async () => {
  const run = await OwnedRun.open('binary')
  const { directory, id } = run.record
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  expect((await stat(join(records(), `${id}.json`))).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(join(records(), `${id}.json`), 'utf8'))).toEqual(run.record)
  await run[Symbol.asyncDispose]()
  expect(existsSync(directory)).toBe(false)
  expect(await readdir(records())).toEqual([])
})

test('a run that lives is not dead, and neither is one of another engine', async () => {
  await using living = await OwnedRun.open('binary')
  await using other = await OwnedRun.open('container')
  await kill(other)
  expect(await deadRuns('binary')).toEqual([])
  expect(living.record.id).not.toBe(other.record.id)
})

test('a run whose owner is gone is found, and can be forgotten', async () => {
  await using run = await OwnedRun.open('binary')
  const dead = await kill(run)
  expect(await deadRuns('binary')).toEqual([dead])
  await forgetRun(dead)
  expect(await deadRuns('binary')).toEqual([])
  expect(existsSync(dead.directory)).toBe(false)
})

test('without any record there is no dead run', async () => {
  expect(await deadRuns('binary')).toEqual([])
})
