import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Daemon } from '../../lib/util/daemon.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daemon-'))
})
afterAll(() => rm(directory, { recursive: true }))

const PATH = process.env['PATH'] ?? ''

test('closing a daemon ends it, even one that heeds no SIGTERM', async () => {
  const log = join(directory, 'stubborn')
  const daemon = Daemon.start('sh', ['-c', 'trap "" TERM; while :; do sleep 60; done'], { log, environment: { PATH } })
  expect(daemon.hasEnded).toBe(false)
  await daemon[Symbol.asyncDispose]()
  expect(daemon.hasEnded).toBe(true)
})

test('what a daemon prints on either stream is in its log when it has ended by itself', async () => {
  const log = join(directory, 'printing')
  const daemon = Daemon.start('sh', ['-c', 'echo one; echo two >&2; exit 3'], { log, environment: { PATH } })
  await daemon.ended
  expect(daemon.hasEnded).toBe(true)
  expect(await readFile(log, 'utf8')).toBe('one\ntwo\n')
})

test('a daemon has the environment that is given and nothing more', async () => {
  const log = join(directory, 'environment')
  const daemon = Daemon.start('/usr/bin/env', [], { log, environment: { ONLY: 'this' } })
  await daemon.ended
  expect(await readFile(log, 'utf8')).toBe('ONLY=this\n')
})

test('a program that is not there cannot be started', () => {
  const options = { log: join(directory, 'none'), environment: {} }
  expect(() => Daemon.start(join(directory, 'nothing'), [], options)).toThrow('cannot be started')
})
