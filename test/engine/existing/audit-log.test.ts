import { describe, expect, test } from '@jest/globals'
import { parseAuditLog } from '../../../lib/engine/existing/audit-log.js'

describe('--audit-log takes', () => {
  test.each([
    ['/var/log/audit.log', { kind: 'file', path: '/var/log/audit.log' }],
    ['audit.log', { kind: 'file', path: 'audit.log' }],
    [
      'docker:lab-control-plane:/var/log/a.log',
      { kind: 'docker', container: 'lab-control-plane', path: '/var/log/a.log' },
    ],
    ['node:master-0:/var/log/kube/a.log', { kind: 'node', node: 'master-0', path: '/var/log/kube/a.log' }],
    ['webhook:0.0.0.0:9443', { kind: 'webhook', host: '0.0.0.0', port: 9443 }],
    ['webhook:[::1]:9443', { kind: 'webhook', host: '::1', port: 9443 }],
  ])('%s', (text, place) => {
    expect(parseAuditLog(text)).toEqual(place)
  })
})

describe('--audit-log refuses', () => {
  test.each([
    ['', 'it is empty'],
    ['docker:/var/log/a.log', 'a container and an absolute path are expected'],
    ['docker:lab:audit.log', 'a container and an absolute path are expected'],
    ['node:master-0', 'a node and an absolute path are expected'],
    ['node:master-0:/etc/kubernetes/admin.conf', 'the kubelet serves files below /var/log only'],
    ['node:master-0:/var/log/../../etc/shadow', 'the kubelet serves files below /var/log only'],
    ['webhook:9443', 'a host and a port are expected'],
    ['webhook:localhost:99999', 'a host and a port are expected'],
  ])('%s', (text, message) => {
    expect(() => parseAuditLog(text)).toThrow(message)
  })
})
