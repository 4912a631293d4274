import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { FileTail } from '../../../lib/engine/existing/file-tail.js'
import { localFile } from '../../../lib/engine/existing/readable-file.js'

let directory = ''
let path = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tail-'))
  path = join(directory, 'audit.log')
})
afterEach(() => rm(directory, { recursive: true }))

const all = (): boolean => true

describe('a log that is followed', () => {
  test('is read from where it ended, whole lines only, and counted whether kept or not', async () => {
    await writeFile(path, 'before\n')
    const tail = await FileTail.start(localFile(path))
    await appendFile(path, 'one\ntwo\nthr')
    await tail.poll((line) => line !== 'one')
    expect(tail.lines).toEqual(['two'])
    expect(tail.count).toBe(2)
    await appendFile(path, 'ee\n')
    await tail.poll(all)
    expect(tail.lines).toEqual(['two', 'three'])
    expect(tail.count).toBe(3)
  })

  test('may be empty at first', async () => {
    await writeFile(path, '')
    const tail = await FileTail.start(localFile(path))
    await appendFile(path, 'one\n')
    await tail.poll(all)
    await appendFile(path, 'two\n')
    await tail.poll(all)
    expect(tail.lines).toEqual(['one', 'two'])
  })

  test.each([
    ['truncated', (): Promise<void> => writeFile(path, '')],
    [
      'rotated, and the new one is longer already',
      async (): Promise<void> => {
        await rename(path, `${path}.1`)
        await writeFile(path, `after ${'x'.repeat(1000)}\n`)
      },
    ],
  ])('is not the same any more when it was %s', async (_title, change) => {
    await writeFile(path, 'before\n')
    const tail = await FileTail.start(localFile(path))
    await change()
    await expect(tail.poll(all)).rejects.toThrow('was rotated or truncated in the middle of the run')
  })

  test('must be there', async () => {
    await expect(FileTail.start(localFile(path))).rejects.toThrow(/the audit log cannot be read: .*ENOENT/)
  })
})
