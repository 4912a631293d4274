#!/usr/bin/env zx
// Records what a KIND cluster's own components ask of the API server, for volume: `idle`, with nobody there, or `busy`,
// while Deployments roll and Jobs run. Takes the minutes that it records, and one more for the start-up noise to end.
//   npx zx kind/record-background.mjs idle [--minutes 10]
import { gzipSync } from 'node:zlib'
import { digestOf } from '../dist/audit/digest.js'
import { withStandIns } from '../dist/engine/replay/stand-ins.js'

const load = argv._[0]
if (load !== 'idle' && load !== 'busy') throw new Error('say idle or busy')
const minutes = Number(argv.minutes ?? 10)
const name = `background-${load}`
const lab = `${__dirname}/../bin/audit-lab.js`

const minute = (count) => new Date(Date.now() + count * 60_000)
const until = async (time, work) => {
  while (Date.now() < time.getTime()) await work()
}

const made = JSON.parse(await $`node ${lab} cluster up --name ${name} --audit-log-maxsize 2000 -o json`)
process.env.KUBECONFIG = made.kubeconfig
try {
  await until(minute(1), () => sleep(1000))
  const start = new Date()
  const end = minute(minutes)
  let round = 0
  if (load === 'busy') await $`kubectl create deployment web --image=busybox:1.36 --replicas=3 -- sleep 3600`.quiet()
  await until(end, load === 'idle' ? () => sleep(1000) : busy)
  const log = await $`docker exec ${made.node} cat ${made.log}`.quiet()
  const lines = log.stdout.split('\n').filter((line) => {
    const received = new Date(/"requestReceivedTimestamp":"([^"]+)"/.exec(line)?.[1] ?? 0)
    return received >= start && received < end && !line.includes('"userAgent":"kubectl/')
  })
  const seconds = minutes * 60
  const safe = lines.map(withStandIns)
  await fs.ensureDir('scenarios/background')
  await fs.writeFile(`scenarios/background/${load}.jsonl.gz`, gzipSync(`${safe.join('\n')}\n`, { level: 9 }))
  await fs.writeFile(`scenarios/background/${load}.digest.json`, `${JSON.stringify(digestOf(safe, seconds))}\n`)
  echo(`${load}: ${safe.length} Events in ${minutes} minutes`)

  async function busy() {
    round += 1
    await $`kubectl rollout restart deployment/web`.quiet()
    await $`kubectl rollout status deployment/web --timeout=120s`.quiet()
    await $`kubectl create job work-${round} --image=busybox:1.36 -- true`.quiet()
    await $`kubectl wait --for=condition=complete job/work-${round} --timeout=120s`.quiet()
    await $`kubectl delete job work-${round}`.quiet()
  }
} finally {
  await $`node ${lab} cluster down --name ${name}`
}
