import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { isServedHere } from '../../lib/audit/served-here.js'

/** What kube-apiserver v1.34.4 answers to `kubectl get --raw /apis` where nothing is added to it. */
const DISCOVERY = JSON.parse(readFileSync(new URL('fixtures/api-groups.json', import.meta.url), 'utf8')) as {
  groups: { name: string }[]
}

it.each(['', ...DISCOVERY.groups.map(({ name }) => name)])(
  'kube-apiserver itself answers for the group %j',
  (group) => {
    expect(isServedHere(group)).toBe(true)
  },
)

it.each(['metrics.k8s.io', 'example.com', 'app', 'k8s.io'])('another server answers for the group %j', (group) => {
  expect(isServedHere(group)).toBe(false)
})
