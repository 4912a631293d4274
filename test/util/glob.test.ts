import { expect, it } from '@jest/globals'
import { globBase, globToRegExp } from '../../lib/util/glob.js'

it.each([
  ['/a/*.yaml', '/a/b.yaml', true],
  ['/a/*.yaml', '/a/.yaml', true],
  ['/a/*.yaml', '/a/b/c.yaml', false],
  ['/a/*.yaml', '/a/byaml', false],
  ['/a/**', '/a/b/c.yaml', true],
  ['/a/**', '/ab', false],
  ['/a/**/c.yaml', '/a/c.yaml', true],
  ['/a/**/c.yaml', '/a/b/b/c.yaml', true],
  ['/a/**/c.yaml', '/a/bc.yaml', false],
  ['/a/*/c+(1).yaml', '/a/b/c+(1).yaml', true],
])('%s against %s is %s', (glob, path, matches) => {
  expect(globToRegExp(glob).test(path)).toBe(matches)
})

it.each([
  ['/a/b/*.yaml', '/a/b/'],
  ['/a/b*/c/**', '/a/'],
  ['/*', '/'],
])('%s is looked for in %s', (glob, base) => {
  expect(globBase(glob)).toBe(base)
})
