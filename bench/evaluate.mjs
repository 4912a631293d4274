// Evaluations a second on one core: ours against upstream's own evaluator, on the same policies and requests.
// Run after `npm run build`. Needs go.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { attributesOfRequest } from '../dist/audit/attributes-of.js'
import { evaluate } from '../dist/policy/evaluate.js'
import { loadPolicy } from '../dist/policy/load.js'

/** Rounds take turns and the best of each counts, so that other load on the machine does not decide. */
const ROUNDS = 5
const SECONDS = 1
const root = path.join(import.meta.dirname, '..')

const policies = readdirSync(path.join(root, 'policies'))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.cells.yaml'))
  .map((file) => readFileSync(path.join(root, 'policies', file), 'utf8'))
  .filter((text) => loadPolicy(text, '').loaded !== 'refused')

const users = [
  null,
  { name: 'jane', groups: ['developers', 'system:authenticated'] },
  { name: 'system:kube-scheduler', groups: ['system:authenticated'] },
  {
    name: 'system:serviceaccount:kube-system:job-controller',
    groups: ['system:serviceaccounts', 'system:authenticated'],
  },
  { name: 'system:node:a', groups: ['system:nodes', 'system:authenticated'] },
]
const targets = [
  ['GET', '/healthz'],
  ['GET', '/apis/apps/v1'],
  ['GET', '/api/v1/pods?watch=1'],
  ['GET', '/api/v1/namespaces/default/secrets/db'],
  ['POST', '/api/v1/namespaces/default/secrets'],
  ['PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale'],
  ['PUT', '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/x'],
  ['GET', '/api/v1/namespaces/default/pods/a/log'],
  ['DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterroles/x'],
]
const requests = users.flatMap((user) => targets.map(([method, target]) => attributesOfRequest(method, target, user)))

const loaded = policies.map((text) => loadPolicy(text, '').policy)

function ours() {
  let count = 0
  const start = performance.now()
  while (performance.now() - start < SECONDS * 1000) {
    for (const policy of loaded) for (const request of requests) evaluate(policy, request)
    count += loaded.length * requests.length
  }
  return count / ((performance.now() - start) / 1000)
}

const input = policies.map((policy) => JSON.stringify({ policy, requests })).join('\n')

function upstreams(binary) {
  const options = { input, env: { ...process.env, GOMAXPROCS: '1' } }
  return Number(execFileSync(binary, ['-bench', '-seconds', String(SECONDS)], options))
}

const directory = mkdtempSync(path.join(tmpdir(), 'audit-lab-bench-'))
const rates = { mine: [], theirs: [] }
try {
  const binary = path.join(directory, 'oracle')
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: path.join(root, 'test', 'oracle') })
  ours()
  for (let round = 0; round < ROUNDS; round++) {
    rates.mine.push(ours())
    rates.theirs.push(upstreams(binary))
  }
} finally {
  rmSync(directory, { recursive: true, force: true })
}
const [mine, theirs] = [Math.max(...rates.mine), Math.max(...rates.theirs)]

const millions = (rate) => `${(rate / 1e6).toFixed(2)} million`
console.log(`${policies.length} policies × ${requests.length} requests`)
console.log(`audit-lab           ${millions(mine)} evaluations a second`)
console.log(`k8s.io/apiserver    ${millions(theirs)} evaluations a second`)
console.log(`ratio               ${(mine / theirs).toFixed(2)}`)
