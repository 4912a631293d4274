import { execFileSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it, jest } from '@jest/globals'
import { LOG_FILE } from '../../lib/engine/kind/paths.js'
import { kubeconfigPath } from '../../lib/engine/kind/state.js'
import { auditLab, startAuditLab } from './support/audit-lab.js'
import { sharedClusterName } from './support/bench.js'
import { policy, SIMPLE, writeFiles } from './support/files.js'
import { describeLive } from './support/live.js'
import { cellsOf, resultOf } from './support/result.js'

jest.setTimeout(4 * 60_000)

/** By two personas with real identities, beside the administrator. */
const PERSONAS = `name: personas
about: Each reads and makes.
personas:
  jane: { user: jane, rules: [{ apiGroups: [''], resources: [configmaps], verbs: [create] }] }
  robot: { serviceAccount: robot, rules: [{ apiGroups: [''], resources: [configmaps], verbs: [get, list] }] }
steps:
  - id: make
    persona: jane
    run: kubectl create configmap note --from-literal=text=hello
    expect: [{ request: create configmaps, atLeast: Metadata, event: { user: { username: jane } } }]
  - id: read
    persona: robot
    run: kubectl get configmaps
    expect: [{ request: list configmaps, atLeast: Metadata }]
  - id: denied
    persona: jane
    run: kubectl create namespace mine-\${run}
    exit: 1
    expect: [{ request: create namespaces, event: { responseStatus: { code: 403 } } }]
`

const OUTSIDE = `name: outside
about: Would change what the lab did not make.
steps:
  - id: make
    run: kubectl create namespace outside-\${run}
    expect: [{ request: create namespaces }]
`

const ROBOT_ONLY = PERSONAS.replace(/ {2}jane:.*\n/, '').replace(/ {2}- id: (make|denied)[^]*?(?= {2}- id|$)/g, '')

// The shared cluster of the live tests stands for one that somebody else runs: the engine gets its kubeconfig and its
// log, and nothing else. Its main server's policy is the catch-all.
describeLive('a cluster that somebody else runs', () => {
  const node = `${sharedClusterName()}-control-plane`
  const kubeconfig = (): string => kubeconfigPath(sharedClusterName())
  const kubectl = (...args: string[]): string =>
    execFileSync('kubectl', ['--kubeconfig', kubeconfig(), ...args], { encoding: 'utf8' })
  const namespaces = (): string => kubectl('get', 'namespaces', '-l', 'audit-lab-session', '-o', 'name')
  const requests = (): string => kubectl('get', 'csr', '-l', 'audit-lab-session', '-o', 'name')
  const sessions = async (): Promise<string[]> =>
    readdir(join(process.env['XDG_STATE_HOME'] ?? '', 'audit-lab', 'existing')).catch(() => [])
  const run = (directory: string, log: string, ...more: string[]): string[] => [
    ...['run', '--engine', 'existing', '--kubeconfig', kubeconfig(), '--audit-log', log, '-o', 'json'],
    ...more,
    ...(more.includes('-p') ? [] : ['-p', join(directory, 'all.yaml')]),
  ]
  const docker = `docker:${node}:${LOG_FILE}`
  let directory = ''

  beforeAll(async () => {
    directory = await writeFiles({
      'all.yaml': policy('RequestResponse'),
      'none.yaml': policy('None'),
      'simple.yaml': SIMPLE,
      'personas.yaml': PERSONAS,
      'outside.yaml': OUTSIDE,
      'robot.yaml': ROBOT_ONLY,
    })
  })

  afterEach(async () => {
    expect(namespaces()).toBe('')
    expect(requests()).toBe('')
    expect(await sessions()).toEqual([])
  })

  it.each([
    ['docker', docker],
    ['the kubelet', `node:${node}:${LOG_FILE}`],
  ])('is measured by its own log, read through %s', async (_name, log) => {
    const files = ['simple.yaml', 'personas.yaml'].map((name) => join(directory, name))
    const ended = await auditLab(run(directory, log, '--yes', ...files))
    const result = resultOf(ended)
    expect(cellsOf(result, 'all')).toEqual([
      ['create', 'create configmaps', 'RequestResponse', 'passed'],
      ['read', 'get configmaps', 'RequestResponse', 'passed'],
      ['make', 'create configmaps', 'RequestResponse', 'passed'],
      ['read', 'list configmaps', 'RequestResponse', 'passed'],
      ['denied', 'create namespaces', 'RequestResponse', 'passed'],
    ])
    expect(ended.exitCode).toBe(0)
    expect(ended.stderr).toContain('server      https://127.0.0.1:')
    expect(ended.stderr).toContain('user        kubernetes-admin')
  })

  it('has for shipped scenarios the cells of the cells files, and no Event but what the replay has', async () => {
    const shipped = ['--run', '^(configmap-bodies|secret-bodies|watch-stages)$', '-p', 'policies/everything.yaml']
    const ended = await auditLab(run(directory, docker, '--yes', '--cross-check', '--fail-on-skip', ...shipped))
    const { crossCheck, summary } = resultOf(ended)
    expect(crossCheck?.differences).toEqual([])
    expect(crossCheck?.requests).toBeGreaterThan(15)
    expect(summary).toMatchObject({ failed: 0, unknown: 0, skipped: 0, exitStatus: 0 })
  })

  it('is not touched when nobody agreed', async () => {
    const before = kubectl('get', 'namespaces', '-o', 'name')
    const ended = await auditLab(run(directory, docker, join(directory, 'simple.yaml')))
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain('Agree to it with --yes.')
    expect(kubectl('get', 'namespaces', '-o', 'name')).toBe(before)
  })

  it.each([
    [
      'two policies',
      ['-p', 'everything', '-p', 'nothing'],
      'takes the one policy that the cluster has, and 2 are named',
    ],
    ['no kubeconfig', ['-p', 'everything', '--kubeconfig', '/nowhere'], '/nowhere'],
    [
      'an unknown source',
      ['-p', 'everything', '--audit-log', 'docker:x'],
      'a container and an absolute path are expected',
    ],
  ])('is refused with %s', async (_name, more, message) => {
    const ended = await auditLab(run(directory, docker, '--yes', ...more, join(directory, 'simple.yaml')))
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain(message)
  })

  it('keeps from the server what would change what the lab did not make', async () => {
    const ended = await auditLab(run(directory, docker, '--yes', join(directory, 'outside.yaml')))
    expect(cellsOf(resultOf(ended), 'all')).toEqual([
      ['make', 'exit', null, 'failed'],
      ['make', 'create namespaces', null, 'unknown'],
    ])
    expect(ended.stdout).toContain('could change what the lab did not make, so it was not sent')
    expect(ended.exitCode).not.toBe(0)
    expect(kubectl('get', 'namespaces', '-o', 'name')).not.toContain('outside')
  })

  it('names each right that a user lacks, before anything is made', async () => {
    kubectl('create', 'serviceaccount', 'restricted', '-n', 'default')
    try {
      const token = kubectl('create', 'token', 'restricted', '-n', 'default').trim()
      const { clusters } = JSON.parse(kubectl('config', 'view', '--raw', '--flatten', '-o', 'json')) as {
        clusters: unknown
      }
      const config = {
        ...{ apiVersion: 'v1', kind: 'Config', clusters, 'current-context': 'r' },
        contexts: [{ name: 'r', context: { cluster: `kind-${sharedClusterName()}`, user: 'r' } }],
        users: [{ name: 'r', user: { token } }],
      }
      const own = await writeFiles({ kubeconfig: JSON.stringify(config) })
      const args = run(
        directory,
        docker,
        '--yes',
        '--kubeconfig',
        join(own, 'kubeconfig'),
        join(directory, 'robot.yaml'),
      )
      const ended = await auditLab(args)
      expect(ended.stderr).toContain('system:serviceaccount:default:restricted lacks rights')
      for (const right of ['create namespaces', 'create serviceaccounts --subresource=token', 'list configmaps'])
        expect(ended.stderr).toContain(`  ${right}\n`)
      expect(ended.exitCode).toBe(3)
    } finally {
      kubectl('delete', 'serviceaccount', 'restricted', '-n', 'default')
    }
  })

  it('says unknown of what left no Event when the policy named leaves nothing to tell by, never None', async () => {
    const more = ['--yes', '-p', join(directory, 'none.yaml'), join(directory, 'simple.yaml')]
    // The cluster logs all, so what is there is measured all the same.
    const ended = await auditLab(run(directory, docker, ...more))
    expect(cellsOf(resultOf(ended), 'none').map(([, , level]) => level)).not.toContain('None')
    expect(ended.exitCode).not.toBe(0)
  })

  it('is left clean on Ctrl-C', async () => {
    const running = startAuditLab(run(directory, docker, '--yes', join(directory, 'personas.yaml')))
    await running.until('lanes: starting')
    running.signal('SIGINT')
    expect((await running.ended).exitCode).toBe(130)
  })

  it('is cleaned by the next run after one that was killed', async () => {
    const slow = SIMPLE.replace('run: kubectl get configmap note', 'run: sleep 30; kubectl get configmap note')
    const own = await writeFiles({ 'slow.yaml': slow })
    const running = startAuditLab(run(directory, docker, '--yes', join(own, 'slow.yaml')))
    await running.until('lanes: starting')
    while (namespaces() === '') await new Promise((resolve) => setTimeout(resolve, 100))
    running.signal('SIGKILL')
    await running.ended
    expect(namespaces()).not.toBe('')
    const next = await auditLab(run(directory, docker, '--yes', join(directory, 'simple.yaml')))
    expect(next.stderr).toContain(`removing what process ${running.pid} left`)
    expect(next.exitCode).toBe(0)
  })
})
