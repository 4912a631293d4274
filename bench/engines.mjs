#!/usr/bin/env zx
// The engines side by side in one run: how soon one scenario is measured under one policy, and how long the whole
// matrix takes, with the most memory that is in use meanwhile. Cells are compared: every engine must give the same.
//   npx zx bench/engines.mjs [--matrix false]
import { readFile } from 'node:fs/promises'
import { clearInterval, setInterval } from 'node:timers'
import { loadEngine } from '../dist/engine/registry.js'

const lab = path.join(__dirname, '..', 'bin', 'audit-lab.js')
const wholeMatrix = argv.matrix !== 'false'

/** MB that the machine has in use: servers run in containers and in processes of their own. */
async function usedMegabytes() {
  const text = await readFile('/proc/meminfo', 'utf8')
  const kilobytes = (name) => Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(text)[1])
  return (kilobytes('MemTotal') - kilobytes('MemAvailable')) / 1024
}

/** Seconds, peak memory over what was in use before, and the result of one command. */
async function measured(args) {
  const before = await usedMegabytes()
  let peak = before
  const watch = setInterval(async () => (peak = Math.max(peak, await usedMegabytes())), 250)
  const start = performance.now()
  const { stdout, stderr } = await $({ quiet: true, nothrow: true })`node ${lab} ${args} -o json`
  clearInterval(watch)
  if (stdout === '') throw new Error(stderr)
  return { seconds: (performance.now() - start) / 1000, megabytes: peak - before, result: JSON.parse(stdout) }
}

/** Each cell as text, but for those that the engine skipped. */
function cellsOf({ scenarios }) {
  const results = scenarios.flatMap(({ results }) => results).filter(({ status }) => status !== 'skipped')
  return new Map(results.map(({ id, actual, stages }) => [id, `${actual} ${stages.join(',')}`]))
}

const rows = []
let reference = null
for (const name of ['replay', 'binary', 'container', 'kind']) {
  const engine = await loadEngine(name)
  const state = await engine.check()
  if (!state.ready) {
    echo`${name}: left out, ${state.reason}`
    continue
  }
  const first = await measured(['run', '--engine', name, '--background', '0s', '-p', 'everything', 'nonresource-urls'])
  const all = wholeMatrix ? await measured(['run', '--engine', name, '--background', '0s']) : first
  const cells = cellsOf(all.result)
  reference ??= cells
  const different = [...cells].filter(([id, cell]) => reference.get(id) !== cell)
  rows.push({ name, first, all, cells, different })
}
echo`engine     one cell's way   whole matrix   memory     cells   other than replay`
for (const { name, first, all, cells, different } of rows) {
  const column = (text, width) => text.padEnd(width)
  echo(
    [
      column(name, 11),
      column(`${first.seconds.toFixed(1)} s`, 17),
      column(`${all.seconds.toFixed(1)} s`, 15),
      column(`${all.megabytes.toFixed(0)} MB`, 11),
      column(String(cells.size), 8),
      String(different.length),
    ].join(''),
  )
}
if (rows.some(({ different }) => different.length > 0)) process.exitCode = 1
