import { Command } from 'commander'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { addClusterOptions, clusterSettings } from '../../lib/cli/cluster-options.js'
import type { ClusterFlags } from '../../lib/cli/cluster-options.js'
import type { ClusterSettings } from '../../lib/engine/engine.js'

const image = process.env['KIND_NODE_IMAGE']
beforeEach(() => {
  delete process.env['KIND_NODE_IMAGE']
})
afterEach(() => {
  if (image !== undefined) process.env['KIND_NODE_IMAGE'] = image
})

function settingsOf(...args: string[]): ClusterSettings {
  const command = addClusterOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  return clusterSettings(command.parse(args, { from: 'user' }).opts<ClusterFlags>(), null)
}

describe('the settings of a cluster', () => {
  test('without options are the defaults', () => {
    expect(settingsOf()).toEqual({
      name: null,
      image: null,
      kubernetesVersion: null,
      config: null,
      lanes: 12,
      controlPlanes: null,
      waitMilliseconds: 300_000,
      policy: null,
      logMaxAge: 30,
      logMaxBackup: 10,
      logMaxSize: 100,
      files: 'auto',
    })
  })

  test('follow the options', () => {
    const settings = settingsOf('--name', 'lab', '--lanes=3', '--wait=2m', '--audit-log-maxsize=0', '--files=docker')
    expect(settings).toMatchObject({ name: 'lab', lanes: 3, waitMilliseconds: 120_000, logMaxSize: 0, files: 'docker' })
  })

  test('have the image of KIND_NODE_IMAGE, unless an image or a version is asked for', () => {
    process.env['KIND_NODE_IMAGE'] = 'kindest/node:v1.34.4'
    expect(settingsOf().image).toBe('kindest/node:v1.34.4')
    expect(settingsOf('--image', 'mine:1').image).toBe('mine:1')
    expect(settingsOf('--kubernetes-version', 'v1.33.0')).toMatchObject({ image: null, kubernetesVersion: '1.33.0' })
  })

  test('are those of one version of Kubernetes', () => {
    const args = ['--kubernetes-version', '1.33.0', '--kubernetes-version', '1.34.4']
    expect(() => settingsOf(...args)).toThrow('one is expected, only `run` takes several')
  })

  test('have as many control planes as asked for', () => {
    expect(settingsOf('--control-planes', '3').controlPlanes).toBe(3)
  })
})

test.each([
  ['--lanes', '0', 'at least 1.'],
  ['--lanes', 'two', 'a whole number is expected.'],
  ['--lanes', '-1', 'a whole number is expected.'],
  ['--control-planes', '0', 'at least 1.'],
  ['--kubernetes-version', 'latest', 'a version is expected, such as 1.34.4.'],
  ['--wait', '5', 'a duration is expected, such as 500ms, 30s or 2m.'],
  ['--audit-log-maxage', '1.5', 'a whole number is expected.'],
  ['--name', 'Lab', 'lower-case letters, digits, dots and hyphens are expected, 50 at most.'],
  ['--name', 'a'.repeat(51), 'lower-case letters, digits, dots and hyphens are expected, 50 at most.'],
  ['--name', '../lab', 'lower-case letters, digits, dots and hyphens are expected, 50 at most.'],
  ['--files', 'nfs', 'Allowed choices are auto, mount, docker.'],
])('%s %s is refused', (option, value, message) => {
  expect(() => settingsOf(`${option}=${value}`)).toThrow(message)
})
