#!/usr/bin/env zx
// What the lab's cluster costs over a plain one: `kind create cluster` by itself against `audit-lab cluster up`, in
// turns; then a further lane, eleven lanes together, and their memory.
//   npx zx bench/cluster.mjs [--rounds 3]
import { setMaxListeners } from 'node:events'
import { kindCluster } from '../dist/engine/kind/kind-cluster.js'
import { ControlPlaneNode } from '../dist/engine/kind/node.js'
import { readRecord } from '../dist/engine/kind/state.js'
import { CATCH_ALL } from '../dist/engine/live/catch-all.js'

const rounds = Number(argv.rounds ?? 3)
const lab = path.join(__dirname, '..', 'bin', 'audit-lab.js')
const id = process.pid
const image = process.env.KIND_NODE_IMAGE === undefined ? [] : ['--image', process.env.KIND_NODE_IMAGE]
const never = new AbortController().signal
setMaxListeners(0, never)

/** Seconds that some work took. */
async function timed(work) {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const seconds = (values) => values.map((value) => value.toFixed(1)).join(', ')
const goal = (value, limit, unit) =>
  `${value.toFixed(2)}${unit} (goal: at most ${limit}${unit})${value > limit ? '  MISSED' : ''}`

/** Both wait for the node to be Ready, as everybody does who goes on to use the cluster. */
async function plainCluster() {
  const kubeconfig = tmpfile('kubeconfig')
  const name = `bench-plain-${id}`
  try {
    return await timed(() =>
      $`kind create cluster --name ${name} ${image} --wait 5m --kubeconfig ${kubeconfig}`.quiet(),
    )
  } finally {
    await $`kind delete cluster --name ${name} --kubeconfig ${kubeconfig}`.quiet()
  }
}

async function labCluster(use) {
  const name = `bench-lab-${id}`
  try {
    const took = await timed(() => $`node ${lab} cluster up --name ${name}`.quiet())
    await use(name)
    return took
  } finally {
    await $`node ${lab} cluster down --name ${name}`.quiet()
  }
}

/** Times the opening of lanes, looks at their memory once they are at rest, and closes them. */
async function openLanes(cluster, node, count) {
  const policies = Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    path: `p${index}.yaml`,
    text: CATCH_ALL,
  }))
  let lanes = []
  const took = await timed(async () => (lanes = await cluster.openLanes(policies, never)))
  await sleep(5000)
  const megabytes = await memory(node)
  await Promise.all(lanes.map((lane) => lane[Symbol.asyncDispose]()))
  return { took, megabytes }
}

/** Resident and proportional memory of each lane's kube-apiserver, in MB: RSS counts the shared program for each anew. */
async function memory(node) {
  const script = `for pid in $(pgrep -f '^kube-apiserver .*audit-lab-lane-'); do grep -hE '^(Rss|Pss):' /proc/$pid/smaps_rollup | tr '\\n' ' '; echo; done`
  const rows = (await node.shell(script)).split('\n').filter((row) => row.includes('Rss:'))
  const sum = (name) =>
    rows.reduce((total, row) => total + Number(new RegExp(`${name}: +(\\d+)`).exec(row)[1]) / 1024, 0)
  return { lanes: rows.length, rss: sum('Rss'), pss: sum('Pss') }
}

const plain = []
const ours = []
for (let round = 1; round <= rounds; round++) {
  plain.push(await plainCluster())
  ours.push(
    await labCluster(async (name) => {
      if (round < rounds) return
      const cluster = await kindCluster(await readRecord(name))
      const node = new ControlPlaneNode(name)
      const one = await openLanes(cluster, node, 1)
      const eleven = await openLanes(cluster, node, 11)
      echo`a further lane         ${goal(one.took, 5, ' s')}`
      echo`eleven lanes together  ${goal(eleven.took, 20, ' s')}`
      const { lanes, rss, pss } = eleven.megabytes
      echo`memory of ${lanes} lanes     ${(rss / lanes).toFixed(0)} MB each (RSS), ${(pss / lanes).toFixed(0)} MB each with what they share counted once`
    }),
  )
}
echo`kind create cluster    ${seconds(plain)} s`
echo`audit-lab cluster up   ${seconds(ours)} s`
echo`ratio of medians       ${goal(median(ours) / median(plain), 1.2, '')}`
