import { describe, expect, test } from '@jest/globals'
import { withFreshPorts } from '../../lib/util/fresh-ports.js'

/** What a start does, one after another, and what was done in all. */
function starts(...failures: string[]) {
  const done: string[] = []
  const start = (): Promise<string> => {
    done.push('start')
    const failure = failures.shift()
    return failure === undefined ? Promise.resolve('up') : Promise.reject(new Error(failure))
  }
  const undo = (): Promise<void> => {
    done.push('undo')
    return Promise.resolve()
  }
  return { done, outcome: withFreshPorts(start, undo) }
}

const DOCKER = 'Error starting userland proxy: listen tcp4 0.0.0.0:32777: bind: address already in use'

describe('a start whose port somebody else has taken', () => {
  test.each([
    ['by the words of Docker', DOCKER],
    ["by the words of Docker's own book of ports", 'Bind for 0.0.0.0:6443 failed: port is already allocated'],
    [
      'by the words of kube-apiserver',
      'failed to create listener: listen tcp 127.0.0.1:6443: bind: address already in use',
    ],
  ])('is undone and made again, %s', async (_, words) => {
    const { done, outcome } = starts(words)
    expect(await outcome).toBe('up')
    expect(done).toEqual(['start', 'undo', 'start'])
  })

  test('is given up after ten tries, with what was said last', async () => {
    const { done, outcome } = starts(...Array<string>(11).fill(DOCKER))
    await expect(outcome).rejects.toThrow('address already in use')
    expect(done.filter((what) => what === 'start')).toHaveLength(10)
  })

  test('fails at once for any other reason', async () => {
    const { done, outcome } = starts('no such image')
    await expect(outcome).rejects.toThrow('no such image')
    expect(done).toEqual(['start'])
  })
})
