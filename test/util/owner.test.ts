import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { isAlive, ownerOf, thisProcess } from '../../lib/util/owner.js'

describe('an owner', () => {
  test('that is this process lives', async () => {
    expect(await isAlive(await thisProcess())).toBe(true)
  })

  test('is the same whoever asks', async () => {
    expect(await ownerOf(process.pid)).toEqual(await thisProcess())
  })

  test('that has ended does not live, and nobody can own by its pid', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    await once(child, 'spawn')
    const owner = await ownerOf(child.pid!)
    expect(await isAlive(owner!)).toBe(true)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await isAlive(owner!)).toBe(false)
    expect(await ownerOf(owner!.pid)).toBeNull()
  })

  test('whose pid another process has now does not live', async () => {
    const { pid, startedAt } = await thisProcess()
    expect(await isAlive({ pid, startedAt: `${startedAt}0` })).toBe(false)
  })
})
