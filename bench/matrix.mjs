#!/usr/bin/env zx
// The whole shipped matrix by replay, each time in a process of its own: seconds, processor seconds and peak memory.
// The least of the rounds counts, so that other load on the machine does not decide. Run after `npm run build`.
//   npx zx bench/matrix.mjs [--rounds 5]
import { spawn } from 'node:child_process'

const rounds = Number(argv.rounds ?? 5)
const lab = path.join(__dirname, '..', 'bin', 'audit-lab.js')
/** Has the program say at its end what it used. */
const telling = 'data:text/javascript,process.on("exit", () => process.send(process.resourceUsage()))'

function measured(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, ['--import', telling, lab, ...args], {
      cwd: path.join(__dirname, '..'),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    let usage = null
    child.on('message', (message) => (usage = message))
    child.on('error', reject)
    child.on('close', () => {
      const seconds = (performance.now() - start) / 1000
      if (usage === null) return reject(new Error(`audit-lab ${args.join(' ')} did not come to its end`))
      const processor = (usage.userCPUTime + usage.systemCPUTime) / 1e6
      resolve({ seconds, processor, megabytes: usage.maxRSS / 1024 })
    })
  })
}

const least = (all, of) => Math.min(...all.map(of))
for (const args of [['run'], ['run', '-o', 'json']]) {
  const all = []
  for (let round = 0; round < rounds; round++) all.push(await measured(args))
  const [seconds, processor] = [least(all, (one) => one.seconds), least(all, (one) => one.processor)]
  const megabytes = Math.max(...all.map((one) => one.megabytes))
  echo(
    `audit-lab ${args.join(' ').padEnd(12)} ${seconds.toFixed(2)} s, ${processor.toFixed(2)} s of processors, at most ${megabytes.toFixed(0)} MB`,
  )
}
