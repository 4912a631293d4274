import { expect, test } from '@jest/globals'
import { withoutLanes } from '../../../lib/engine/live/background.js'

function event(auditID: string, objectRef?: Readonly<Record<string, string>>): string {
  return JSON.stringify({ kind: 'Event', level: 'RequestResponse', auditID, stage: 'ResponseComplete', objectRef })
}

test('the background leaves out every Event of a request about a lane, before its name is known too', () => {
  const lines = [
    event('a'),
    event('b', { resource: 'pods', namespace: 'kube-system' }),
    event('b', { resource: 'pods', namespace: 'kube-system', name: 'audit-lab-lane-45a1549d-control-plane' }),
    event('c', { resource: 'events', namespace: 'kube-system', name: 'audit-lab-lane-45a1549d-control-plane.188' }),
    event('d', { resource: 'pods', namespace: 'kube-system', name: 'kube-apiserver-control-plane' }),
  ]
  expect(withoutLanes(lines)).toEqual([lines[0], lines[4]])
})
