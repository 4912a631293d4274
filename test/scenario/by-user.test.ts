import { expect, test } from '@jest/globals'
import { isBy } from '../../lib/scenario/by-user.js'

test.each<[string, string, boolean]>([
  ['system:kube-scheduler', 'system:kube-scheduler', true],
  ['system:kube-scheduler', 'system:kube-scheduler-2', false],
  ['system:node:*', 'system:node:lab-control-plane', true],
  ['system:node:*', 'system:nodes', false],
  ['*', 'anybody', true],
  // What stands before the end is no pattern: a user may bear any name.
  ['system:*:x', 'system:y:x', false],
])('by %s is the user %s: %s', (by, user, expected) => {
  expect(isBy(by, user)).toBe(expected)
})
