import { expect, test } from '@jest/globals'
import { groupBy } from '../../lib/util/group.js'

test('groupBy keeps the order in which keys and items first appear', () => {
  const groups = groupBy(['pods', 'secrets', 'services', 'podtemplates'], (text) => text.charAt(0))
  expect([...groups]).toEqual([
    ['p', ['pods', 'podtemplates']],
    ['s', ['secrets', 'services']],
  ])
})
