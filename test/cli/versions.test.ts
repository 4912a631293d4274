import { expect, test } from '@jest/globals'
import { checkSeveralVersions } from '../../lib/cli/versions.js'
import { InputError } from '../../lib/errors.js'

test.each(['kind', 'container', 'binary'])('%s can be had in several versions', (engine) => {
  expect(() => checkSeveralVersions({}, engine)).not.toThrow()
})

test.each(['replay', 'existing'])('%s cannot, and the engines that can are named', (engine) => {
  expect(() => checkSeveralVersions({}, engine)).toThrow(InputError)
  expect(() => checkSeveralVersions({}, engine)).toThrow(`the engine ${engine} has one version of Kubernetes`)
})

test('every option that takes one version at a time is named', () => {
  const flags = { cluster: 'lab', image: 'node', keep: true, update: true, crossCheck: true }
  expect(() => checkSeveralVersions(flags, 'kind')).toThrow(
    '--cluster, --image, --keep, --update, --cross-check: not with several of --kubernetes-version',
  )
})
