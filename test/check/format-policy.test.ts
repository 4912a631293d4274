import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { diff } from '../../lib/analysis/diff.js'
import { formatPolicy } from '../../lib/check/format-policy.js'
import { InputError } from '../../lib/errors.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'

const HEADER = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
const short = (rules: string): string => formatPolicy(`${HEADER}${rules}`, 'p.yaml').text.replace(HEADER, '')

function policyOf(text: string): Policy {
  const loaded = loadPolicy(text, 'p.yaml')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

describe('a policy is written shorter', () => {
  test.each([
    [
      'without a rule that another one shadows, and with the comments of those that stay',
      'rules:\n  # reads\n  - level: None # quiet\n    verbs: [get, list]\n  # dead\n  - level: Metadata\n    verbs: [get]\n  # rest\n  - level: Request\n',
      'rules:\n  # reads\n  - level: None # quiet\n    verbs: [get, list]\n  # rest\n  - level: Request\n',
    ],
    [
      'without the comment of a first rule that goes',
      'rules:\n  # the same as below\n  - level: Metadata\n    verbs: [get]\n  # rest\n  - level: Metadata\n',
      'rules:\n  # rest\n  - level: Metadata\n',
    ],
    [
      'without an item that no request has, or that stands there twice',
      'rules:\n  - level: Metadata\n    verbs: [get, "*", list, get]\n',
      'rules:\n  - level: Metadata\n    verbs: [get, list]\n',
    ],
    [
      'with rules as one that differ in one list',
      'rules:\n  - level: None\n    users: [jane]\n    verbs: [get]\n  - level: None\n    users: [joe]\n    verbs: [get]\n  - level: Request\n',
      'rules:\n  - level: None\n    users: [jane, joe]\n    verbs: [get]\n  - level: Request\n',
    ],
    [
      'but not where a rule between them takes some of it',
      'rules:\n  - level: None\n    users: [jane]\n  - level: Request\n    verbs: [get]\n  - level: None\n    users: [joe]\n  - level: Metadata\n',
      'rules:\n  - level: None\n    users: [jane]\n  - level: Request\n    verbs: [get]\n  - level: None\n    users: [joe]\n  - level: Metadata\n',
    ],
    [
      'but keeps one rule, as no server takes a policy with none',
      'rules:\n  - level: None\n',
      'rules:\n  - level: None\n',
    ],
  ])('%s', (_how, long, expected) => {
    expect(short(long)).toBe(expected)
    expect(diff(policyOf(`${HEADER}${long}`), policyOf(`${HEADER}${short(long)}`))).toEqual([])
  })

  const shipped = readdirSync('policies').filter((name) => /(?<!\.cells)\.yaml$/.test(name))
  test.each(shipped)('%s means the same after it, and cannot be shorter then', (name) => {
    const text = readFileSync(`policies/${name}`, 'utf8')
    if (loadPolicy(text, name).loaded !== 'strict') {
      expect(() => formatPolicy(text, name)).toThrow(InputError)
      return
    }
    const { text: written } = formatPolicy(text, name)
    expect(diff(policyOf(text), policyOf(written))).toEqual([])
    expect(formatPolicy(written, name)).toEqual({ text: written, rules: 0, items: 0, merged: 0 })
  })
})

test.each([
  ['a policy that the server refuses', `${HEADER}rules: [{level: All}]\n`, /refuses this policy/],
  ['one that it loads only leniently', `${HEADER}rules: [{level: None, verb: [get]}]\n`, /only leniently/],
  [
    'JSON',
    `{"apiVersion":"audit.k8s.io/v1","kind":"Policy","rules":[{"level":"None"},{"level":"None"}]}`,
    /YAML is expected/,
  ],
  ['a second document', `${HEADER}rules: [{level: None}]\n---\na: 1\n`, /more than a policy/],
])('%s is not rewritten', (_what, text, message) => {
  expect(() => formatPolicy(text, 'p.yaml')).toThrow(message)
})

test('anchors that cannot be kept are refused, or kept', () => {
  const text = `${HEADER}rules:\n  - level: None\n    verbs: &v [get]\n    users: [jane]\n  - level: None\n    verbs: *v\n    users: [joe]\n  - level: Request\n`
  expect(diff(policyOf(text), policyOf(formatPolicy(text, 'p.yaml').text))).toEqual([])
  const dead = `${HEADER}rules:\n  - level: None\n  - level: None\n    verbs: &v [get]\n  - {level: Request, verbs: *v, users: [x]}\n`
  expect(diff(policyOf(dead), policyOf(formatPolicy(dead, 'p.yaml').text))).toEqual([])
})
