import { existsSync } from 'node:fs'
import { appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { findBinaries } from '../../lib/engine/binary/find-binaries.js'
import type { Ended } from './support/audit-lab.js'
import { BinaryPlace } from './support/binary-place.js'
import { pausing, SIMPLE } from './support/files.js'
import { all, resultOf } from './support/result.js'

// docs/faults.md tells of these, and of what was tried by hand.

/** Why these tests cannot run here; null when they can. */
async function missing(): Promise<string | null> {
  if (!existsSync('dist/cli/main.js')) return 'audit-lab is not built: npm run build'
  const found = await findBinaries(null)
  return 'reason' in found ? found.reason : null
}

const reason = await missing()
if (reason !== null && process.env['AUDIT_LAB_REQUIRE_LIVE'] === '1') {
  throw new Error(`live tests are required, but ${reason}`)
}
const title = 'the binary engine, when things go wrong'
const group = reason === null ? describe : describe.skip

/** Runs two steps under the catch-all, with something done between them. */
async function interfere(
  place: BinaryPlace,
  between: () => Promise<unknown>,
  scenario = pausing(place.directory),
): Promise<Ended> {
  const running = await place.start(scenario)
  await place.paused(running)
  await between()
  await place.proceed()
  return running.ended
}

/** Step, status and level of each result. */
function told(ended: Ended): (readonly [string, string, string | null])[] {
  return all(resultOf(ended)).map(({ step, status, actual }) => [step, status, actual] as const)
}

function why(ended: Ended): string {
  return all(resultOf(ended))
    .flatMap((one) => one.why ?? [])
    .join('\n')
}

group(reason === null ? title : `${title} (${reason})`, () => {
  test.each([
    ['removed', (log: string) => rm(log), 'no such file'],
    ['given a torn line by another', (log: string) => appendFile(log, '{"kind":"Event","apiVer'), 'no whole Events'],
  ])(
    'the log is %s while it is written: what is not in it is unknown, never None',
    async (_, spoil, words) => {
      await using place = await BinaryPlace.make()
      const ended = await interfere(place, async () => spoil(await place.laneLog()))
      expect(told(ended).at(-1)).toEqual(['after', 'unknown', null])
      expect(why(ended)).toContain(words)
      expect(ended.exitCode).toBe(3)
      expect(await place.left()).toEqual([])
    },
    60_000,
  )

  test('the log is truncated, or moved away and made anew: all is unknown, never None', async () => {
    await using cut = await BinaryPlace.make()
    await using moved = await BinaryPlace.make()
    const both = await Promise.all([
      interfere(cut, async () => truncate(await cut.laneLog())),
      interfere(moved, async () => {
        const log = await moved.laneLog()
        await rename(log, `${log}.1`)
        await writeFile(log, '')
      }),
    ])
    for (const ended of both) {
      expect(told(ended)).toEqual([
        ['before', 'unknown', null],
        ['after', 'unknown', null],
      ])
      expect(why(ended)).toContain('the log was cut or replaced')
      expect(ended.exitCode).toBe(3)
    }
    expect([...(await cut.left()), ...(await moved.left())]).toEqual([])
  }, 180_000)

  test('etcd is killed: the step fails, the cell is what the server logged, and it ends', async () => {
    await using place = await BinaryPlace.make()
    // The server itself gives up later, with a 504.
    const impatient = pausing(place.directory).replace('timeout: 120s', 'timeout: 15s')
    const ended = await interfere(place, () => place.signal(/\/etcd /, 'SIGKILL'), impatient)
    expect(told(ended)).toEqual([
      ['before', 'passed', 'RequestResponse'],
      ['after', 'failed', null],
      ['after', 'passed', 'RequestResponse'],
    ])
    expect(ended.exitCode).toBe(1)
    expect(await place.left()).toEqual([])
  }, 180_000)

  test('kubectl hangs: its step fails when its time is over, and nothing of it lives on', async () => {
    await using place = await BinaryPlace.make()
    const ended = await (await place.start(HANGING)).ended
    const failed = all(resultOf(ended)).filter(({ request }) => request === 'exit')
    expect(failed.map(({ step, status }) => [step, status])).toEqual([
      ['watch', 'failed'],
      ['deaf', 'failed'],
    ])
    expect(ended.exitCode).toBe(1)
    expect(await place.left()).toEqual([])
  }, 60_000)

  test('ports are taken between the choice and the start: others are taken, and the run passes', async () => {
    await using place = await BinaryPlace.make()
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
    const { port } = squatter.address() as AddressInfo
    const preload = join(place.directory, 'taken.mjs')
    await writeFile(preload, takenOnce(port))
    const running = await place.start(SIMPLE, { NODE_OPTIONS: `--import=${preload}` })
    const ended = await running.ended
    squatter.close()
    expect(existsSync(join(place.directory, 'chosen'))).toBe(true)
    expect(told(ended).map(([, status]) => status)).toEqual(['passed', 'passed'])
    expect(ended.exitCode).toBe(0)
    expect(await place.left()).toEqual([])
  }, 60_000)

  test.each([
    ['SIGTERM', 'starting'],
    ['SIGINT', 'lanes: starting'],
    ['SIGTERM', 'scenarios: 1 of'],
    ['SIGINT', 'waiting for the log'],
    ['SIGTERM', 'closing'],
  ] as const)(
    '%s at "%s": it ends with 130 and leaves nothing',
    async (signal, text) => {
      await using place = await BinaryPlace.make()
      const running = await place.start(SIMPLE)
      await running.until(text)
      running.signal(signal)
      const ended = await running.ended
      // At the very end there is nothing to interrupt any more.
      expect(text === 'closing' ? [0, 130] : [130]).toContain(ended.exitCode)
      expect(await place.left()).toEqual([])
    },
    60_000,
  )
})

const HANGING = `name: hanging
about: Commands that do not end.
steps:
  - id: watch
    timeout: 1s
    run: kubectl get configmaps --watch
    expect: [{request: list configmaps}]
  - id: deaf
    timeout: 1s
    run: trap '' TERM; kubectl get configmaps; sleep 100; sleep 100
    expect: [{request: list configmaps}]
  - id: background
    run: kubectl get configmaps; sleep 100 > /dev/null 2>&1 &
    expect: [{request: list configmaps}]
`

/** A module that makes the first port that the lab chooses one that is taken. */
function takenOnce(port: number): string {
  return `import { writeFileSync } from 'node:fs'
import { Server } from 'node:net'
const { address } = Server.prototype
let first = true
Server.prototype.address = function () {
  const own = address.call(this)
  if (!first || own === null) return own
  first = false
  writeFileSync(new URL('chosen', import.meta.url), '')
  return { ...own, port: ${port} }
}
`
}
