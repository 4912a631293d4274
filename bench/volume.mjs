// What volume takes on a large log, beside jq, DuckDB and Node's own JSON.parse. Run after `npm run build`.
// npx zx bench/volume.mjs [--size 1000] [--directory /somewhere]: megabytes of log, made from the recorded background and removed afterwards.
import { Buffer } from 'node:buffer'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { clearInterval, setInterval } from 'node:timers'
import { gunzipSync } from 'node:zlib'
import { loadPolicy } from '../dist/policy/load.js'
import { projectLines } from '../dist/volume/count.js'

const root = path.join(__dirname, '..')
const SELF = path.join(__dirname, 'volume.mjs')
const NAMES =
  'everything metadata-all gce-lineage gke recommended falco datadog openshift-default quiet-components rke2-cis'

if (argv.counts !== undefined) await countLevels(argv.counts, argv.log)
else await bench()

async function bench() {
  const directory = mkdtempSync(path.join(argv.directory ?? tmpdir(), 'audit-lab-bench-'))
  try {
    const recorded = gunzipSync(readFileSync(path.join(root, 'scenarios/background/busy.jsonl.gz')))
      .toString()
      .trimEnd()
    const text = readFileSync(path.join(root, 'policies/metadata-all.yaml'), 'utf8')
    const metadata = projectLines(recorded.split('\n'), loadPolicy(text, '').policy).join('\n')
    for (const [name, lines] of [
      ['RequestResponse', recorded],
      ['Metadata', metadata],
    ]) {
      const log = path.join(directory, `${name}.log`)
      write(log, `${lines}\n`, Number(argv.size ?? 1000) * 1e6)
      await report(name, log)
      rmSync(log)
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function write(log, text, size) {
  const bytes = Buffer.from(text)
  const file = openSync(log, 'w')
  for (let written = 0; written < size; written += bytes.length) writeSync(file, bytes)
  closeSync(file)
}

async function report(name, log) {
  const megabytes = statSync(log).size / 1e6
  console.log(`\n${name}: ${megabytes.toFixed(0)} MB`)
  const policies = (names) => names.split(' ').flatMap((one) => ['-p', path.join(root, 'policies', `${one}.yaml`)])
  const volume = (names) => [process.execPath, [path.join(root, 'bin/audit-lab.js'), 'volume', ...policies(names), log]]
  const self = (how) => [
    process.execPath,
    [path.join(root, 'node_modules/zx/build/cli.js'), SELF, '--counts', how, '--log', log],
  ]
  const rows = []
  for (const [title, command, args] of [
    ['volume, 1 policy', ...volume('everything')],
    ['volume, 10 policies', ...volume(NAMES)],
    ['volume, omitManagedFields', ...volume('openshift-write-request-bodies')],
    ['jq -c .level', 'jq', ['-c', '.level', log]],
    ['DuckDB read_json', ...self('duckdb')],
    ['Node JSON.parse', ...self('node')],
  ])
    rows.push({ title, ...(await timed(command, args)) })
  const jq = rows.find(({ title }) => title.startsWith('jq'))
  for (const { title, missing, wall, cpu, memory } of rows) {
    if (missing) console.log(`${title.padEnd(28)}not here`)
    else {
      const ratio =
        jq.missing || title === jq.title
          ? ''
          : `  ${(jq.wall / wall).toFixed(1)} × jq, ${(jq.cpu / cpu).toFixed(1)} × by CPU`
      const speed = `${(megabytes / wall).toFixed(0)} MB/s`.padStart(10)
      console.log(`${title.padEnd(28)}${wall.toFixed(2)} s, ${cpu.toFixed(2)} CPU s, ${speed}, ${memory} MiB${ratio}`)
    }
  }
}

/** Seconds on the clock and of CPU, and the peak of memory in MiB, as Linux tells them until the end. */
async function timed(command, args) {
  if (spawnSync('which', [command]).status !== 0) return { missing: true }
  const start = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, AUDIT_LAB_QUIET: '1' },
  })
  let [cpu, memory] = [0, 0]
  const timer = setInterval(() => {
    try {
      const [, after] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')
      const fields = after.split(' ')
      cpu = (Number(fields[11]) + Number(fields[12])) / 100
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
      memory = peak === null ? memory : Math.round(Number(peak[1]) / 1024)
    } catch {
      // It has ended.
    }
  }, 10)
  const [status] = await once(child, 'exit')
  clearInterval(timer)
  if (status !== 0) throw new Error(`${command} ended with ${status}`)
  return { wall: (performance.now() - start) / 1000, cpu, memory }
}

async function countLevels(how, log) {
  const counts = {}
  if (how === 'duckdb') {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const connection = await (await DuckDBInstance.create()).connect()
    const options = "format='newline_delimited', columns={level:'VARCHAR'}, maximum_object_size=104857600"
    const rows = await connection.runAndReadAll(
      `select level, count(*)::int from read_json('${log}', ${options}) group by level`,
    )
    for (const [level, count] of rows.getRows()) counts[level] = count
  } else {
    let rest = ''
    for await (const chunk of createReadStream(log, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        const { level } = JSON.parse(line)
        counts[level] = (counts[level] ?? 0) + 1
      }
    }
  }
  console.log(counts)
}
