import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countLinesOfBytes, linesOfBytes } from '../../lib/util/lines-of-bytes.js'

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other), bytes.length]
  for (const [index, from] of places.slice(0, -1).entries())
    yield await Promise.resolve(bytes.subarray(from, places[index + 1]))
}

async function linesIn(text: string, cuts: readonly number[]): Promise<string[]> {
  const lines: string[] = []
  for await (const line of linesOfBytes(pieces(Buffer.from(text), cuts))) lines.push(line)
  return lines
}

test('a line ends at its newline, wherever the stream is cut', async () => {
  expect(await linesIn('one\ntwo\n', [])).toEqual(['one\n', 'two\n'])
  expect(await linesIn('one\ntwo\n', [1, 3, 4, 6])).toEqual(['one\n', 'two\n'])
})

test('a torn last line has no newline', async () => {
  expect(await linesIn('one\ntw', [5])).toEqual(['one\n', 'tw'])
})

test('an empty stream has no line', async () => {
  expect(await linesIn('', [])).toEqual([])
})

test('a cut within a character changes nothing, and as many lines are counted as there are newlines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('a', 'é', '漢', '\n')), fc.array(fc.nat(200)), async (letters, cuts) => {
      const text = letters.join('')
      expect((await linesIn(text, cuts)).join('')).toBe(text)
      const count = await countLinesOfBytes(pieces(Buffer.from(text), cuts))
      expect(count).toBe(text.split('\n').length - 1)
      expect((await linesIn(text, cuts)).filter((line) => line.endsWith('\n'))).toHaveLength(count)
    }),
  )
})
