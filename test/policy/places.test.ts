import { describe, expect, it } from '@jest/globals'
import { nodeAt, type Node } from '../../lib/policy/node.js'
import { readSource } from '../../lib/policy/read-source.js'

/** Each key and each scalar, as it stands at its place in the text, with its line. */
function written(text: string): string[] {
  const at = ({ line, start, end }: { line: number; start: number; end: number }): string =>
    `${line} ${text.slice(start, end)}`
  const below = (node: Node): string[] => {
    if (node.type === 'array') return node.items.flatMap(below)
    if (node.type !== 'object') return [at(node)]
    return node.members.flatMap(({ keyAt, value }) => [at(keyAt), ...below(value)])
  }
  return below(readSource(text, 'policy.yaml').node)
}

describe('what is read of a policy file has its place there', () => {
  it.each<[string, string, string[]]>([
    ['JSON', '{ "a": [1,\n "b"],\n "c" : null }', ['1 "a"', '1 1', '2 "b"', '3 "c"', '3 null']],
    ['YAML', 'a: [1,\n  "b"]\nc: x # y\n', ['1 a', '1 1', '2 "b"', '3 c', '3 x']],
    [
      'a list that goes on at the left',
      'r:\n- a: [b,\nc,\nd]\n  e: f\n',
      ['1 r', '2 a', '2 b', '3 c', '4 d', '5 e', '5 f'],
    ],
    ['other line ends', 'a: b\u2028c: d\u0085e: f\n', ['1 a', '1 b', '2 c', '2 d', '3 e', '3 f']],
    ['both', 'r:\u2029- a: [b,\u0085c]\n  e: f\n', ['1 r', '2 a', '2 b', '3 c', '4 e', '4 f']],
  ])('%s', (_, text, expected) => {
    expect(written(text)).toEqual(expected)
  })

  it('also what a wrapper leaves out, at the start of the policy', () => {
    const text = 'kind: KubeAuditPolicyConfig\nconfiguration:\n  rules: []\n'
    const { node } = readSource(text, 'policy.yaml')
    const place = { line: 3, start: text.indexOf('rules'), end: text.indexOf('rules') }
    expect(node.type === 'object' && node.members.slice(0, 2)).toMatchObject([
      { key: 'apiVersion', keyAt: place, value: place },
      { key: 'kind', keyAt: place, value: place },
    ])
  })

  it.each([
    ['a second document', 'a: b\n---\nc: d\n', 'c: d'],
    ['none', 'a: b\n', null],
    ['none but a marker', 'a: b\n---\n', null],
    ['none but a comment', 'a: b\n--- # c\n', null],
  ])('%s behind the first', (_, text, expected) => {
    const { more } = readSource(text, 'policy.yaml')
    expect(more === null ? null : text.slice(more.start, more.end).trimEnd()).toBe(expected)
  })
})

it('nodeAt follows keys and indices, and finds nothing elsewhere', () => {
  const { node } = readSource('a: [b, {c: d}]', 'policy.yaml')
  expect(nodeAt(node, ['a', 1, 'c'])).toMatchObject({ value: 'd' })
  expect(nodeAt(node, ['a', 0])).toMatchObject({ value: 'b' })
  expect(nodeAt(node, [])).toBe(node)
  for (const path of [['x', 0], ['a', 'c'], ['a', 2], [0], ['a', 0, 0]]) expect(nodeAt(node, path)).toBeUndefined()
})
