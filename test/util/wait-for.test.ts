import { describe, expect, test } from '@jest/globals'
import { waitFor } from '../../lib/util/wait-for.js'

/** Answers null so many times, then `yes`. */
function after(times: number): () => Promise<string | null> {
  let asked = 0
  return () => Promise.resolve(asked++ < times ? null : 'yes')
}

describe('waitFor', () => {
  test('gives the first answer that is not null', async () => {
    expect(await waitFor(after(3), { timeoutMilliseconds: 5000, everyMilliseconds: 1 })).toBe('yes')
  })

  test.each([false, 0, ''])('takes %j for an answer', async (answer) => {
    expect(await waitFor(() => Promise.resolve(answer), { timeoutMilliseconds: 0 })).toBe(answer)
  })

  test('asks once even when there is no time', async () => {
    expect(await waitFor(after(0), { timeoutMilliseconds: 0 })).toBe('yes')
  })

  test('gives null when the time is over', async () => {
    const start = performance.now()
    expect(await waitFor(after(Infinity), { timeoutMilliseconds: 30, everyMilliseconds: 5 })).toBeNull()
    expect(performance.now() - start).toBeGreaterThanOrEqual(30)
  })

  test('ends with the error of what it asks', async () => {
    const failing = (): Promise<null> => Promise.reject(new Error('refused'))
    await expect(waitFor(failing, { timeoutMilliseconds: 5000 })).rejects.toThrow('refused')
  })

  test('ends at once, in the middle of a pause, when it is interrupted', async () => {
    const controller = new AbortController()
    const waiting = waitFor(after(Infinity), {
      timeoutMilliseconds: 60_000,
      everyMilliseconds: 60_000,
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(), 10)
    await expect(waiting).rejects.toThrow('aborted')
  })

  test('asks nothing when it is interrupted already', async () => {
    const never = (): Promise<null> => Promise.reject(new Error('asked'))
    const options = { timeoutMilliseconds: 5000, signal: AbortSignal.abort(new Error('interrupted')) }
    await expect(waitFor(never, options)).rejects.toThrow('interrupted')
  })
})
