import { describe, expect, it } from '@jest/globals'
import { readYaml } from '../../lib/policy/read-yaml.js'

describe('readYaml', () => {
  it.each(['', '\n', '# nothing\n'])(
    'reads %j as null, with no key that stands twice and nothing behind it',
    (text) => {
      expect(readYaml(text)).toEqual({ node: { type: 'null', line: 1, start: 0, end: 0 }, duplicates: [], more: null })
    },
  )
})
