import { expect, test } from '@jest/globals'
import { mapStrings } from '../../lib/util/strings.js'

test('mapStrings changes every string, tells its field, and leaves the value that it was given', () => {
  const value = { name: 'a', list: ['b', 1, null], deep: { name: 'c', on: true } }
  const changed = mapStrings(value, (text, key) => `${key}=${text}`)
  expect(changed).toEqual({ name: 'name=a', list: ['list=b', 1, null], deep: { name: 'name=c', on: true } })
  expect(value.name).toBe('a')
})
