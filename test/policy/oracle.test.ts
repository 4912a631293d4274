import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isGoDuration } from '../../lib/audit/go-duration.js'
import { requestInfo, requestInfoOfVerb } from '../../lib/audit/request-info.js'
import { LEVELS, STAGES } from '../../lib/audit/level.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Decision, LoadedPolicy } from '../../lib/policy/policy.js'
import { duration } from './arbitrary-duration.js'
import { damagedPolicyFile, policyFile } from './arbitrary-policy.js'
import { request } from './arbitrary-request.js'
import { target } from './arbitrary-target.js'
import { GO_DURATIONS } from '../audit/go-durations.js'
import { UPSTREAM_TARGETS } from '../audit/upstream-targets.js'
import { isGoInstalled, startOracle } from './oracle.js'
import type { Oracle } from './oracle.js'
import { UPSTREAM_LOADS } from './upstream-loads.js'
import { WILDCARD_FORMS, wildcardForm } from './wildcard-form.js'

const PAIRS = Number(process.env.AUDIT_LAB_ORACLE_PAIRS ?? 200_000)
const REQUESTS_OF_A_POLICY = 100
/** Some policies are refused, and decide nothing. */
const LOADED_AT_LEAST = 0.6

const mustRun = process.env.AUDIT_LAB_REQUIRE_LIVE === '1'
const suite = mustRun || isGoInstalled() ? describe : describe.skip

suite('the evaluator and k8s.io/apiserver (needs go)', () => {
  let oracle: Oracle
  beforeAll(() => {
    oracle = startOracle()
  }, 300_000)
  afterAll(() => {
    oracle.stop()
  })

  it(
    'load every policy alike and decide every request alike',
    async () => {
      const tally = new Tally()
      const pool = fc.sample(request, 20 * REQUESTS_OF_A_POLICY)
      const start = fc.nat(pool.length - REQUESTS_OF_A_POLICY)
      const property = fc.asyncProperty(policyFile, start, async (file, from) => {
        const requests = pool.slice(from, from + REQUESTS_OF_A_POLICY)
        const theirs = await oracle.askPolicy(file, requests)
        const ours = loadPolicy(file, 'policy.yaml')
        expect(said(ours.loaded, messageOf(ours))).toBe(said(theirs.loaded, theirs.message))
        tally.add('loaded', ours.loaded)
        if (ours.loaded === 'refused') return
        for (const [index, one] of requests.entries()) {
          const decision = evaluate(ours.policy, one)
          const expected = theirs.decisions[index]
          if (expected === undefined || !isSame(decision, expected)) {
            expect({ request: one, decision }).toEqual({ request: one, decision: expected })
          }
          tally.add('level', decision.level)
          tally.add('deciding rule', String(decision.rule))
          const rule = decision.rule === null ? undefined : ours.policy.rules[decision.rule - 1]
          if (rule !== undefined) tally.add('form', wildcardForm(rule, one))
        }
      })
      await fc.assert(property, { numRuns: Math.ceil(PAIRS / REQUESTS_OF_A_POLICY / LOADED_AT_LEAST) })

      process.stdout.write(tally.toString())
      expect(tally.total('level')).toBeGreaterThanOrEqual(PAIRS)
      tally.expectNoneRare('loaded', ['strict', 'lenient', 'refused'])
      tally.expectNoneRare('level', LEVELS)
      tally.expectNoneRare('deciding rule', ['null', '1', '2', '3', '4', '5', '6'])
      tally.expectNoneRare('form', WILDCARD_FORMS)
    },
    Math.max(120_000, PAIRS / 2),
  )

  it('read every method and URL alike, and an Event of it too', async () => {
    const property = fc.asyncProperty(
      fc.array(target, { minLength: 1, maxLength: 200, size: 'max' }),
      async (targets) => {
        const answers = await oracle.askTargets(targets)
        for (const [index, { method, target: text }] of targets.entries()) {
          const { info, requestURI } = answers[index] ?? { info: null, requestURI: '' }
          if (info === null) continue
          for (const ours of [requestInfo(method, text), requestInfoOfVerb(info.verb, requestURI)]) {
            if (!isDeepStrictEqual(ours, info))
              expect({ method, target: text, ...ours }).toEqual({ method, target: text, ...info })
          }
        }
      },
    )
    await fc.assert(property, { numRuns: 500 })
  }, 120_000)

  it('say today what was recorded of upstream', async () => {
    for (const { about, text, loaded, message } of UPSTREAM_LOADS) {
      const theirs = await oracle.askPolicy(text, [])
      expect({ about, said: said(theirs.loaded, theirs.message) }).toEqual({ about, said: said(loaded, message) })
    }
    const answers = await oracle.askTargets(UPSTREAM_TARGETS)
    expect(answers).toEqual(UPSTREAM_TARGETS.map(({ requestURI, info }) => ({ requestURI, info })))
  }, 120_000)

  it('read every duration alike', async () => {
    expect(await oracle.askDurations(GO_DURATIONS.map(([text]) => text))).toEqual(
      GO_DURATIONS.map(([, isOne]) => isOne),
    )
    const property = fc.asyncProperty(
      fc.array(duration, { minLength: 1, maxLength: 200, size: 'max' }),
      async (texts) => {
        const theirs = await oracle.askDurations(texts)
        const ours = texts.map(isGoDuration)
        expect(texts.filter((_, index) => ours[index] !== theirs[index])).toEqual([])
      },
    )
    await fc.assert(property, { numRuns: 500 })
  }, 120_000)

  // The parsers differ at the edges of YAML: multi-line keys in flow mappings, `? ` and a leading colon in flow scalars.
  it('load at least 97 of 100 damaged files alike, and never crash', async () => {
    const files = fc.sample(damagedPolicyFile, 3000)
    const differing: string[] = []
    for (const file of files) {
      const ours = loadPolicy(file, 'policy.yaml')
      const theirs = await oracle.askPolicy(file, [])
      if (said(ours.loaded, messageOf(ours)) !== said(theirs.loaded, theirs.message)) differing.push(file)
    }
    expect(differing.length).toBeLessThan(0.03 * files.length)
  }, 120_000)
})

/** What a loader says, less what cannot be the same: the scheme's name, and how two YAML parsers word a syntax error. */
function said(loaded: LoadedPolicy['loaded'], message: string): string {
  return `${loaded}: ${message}`
    .replace(/ in scheme "[^"]*"$/, '')
    .replace(/^(refused: failed decoding: yaml: )[^]*/, '$1')
}

function messageOf(policy: LoadedPolicy): string {
  return policy.loaded === 'strict' ? '' : policy.message
}

/** The server leaves omitStages in the order of a map, and may say a stage twice when no rule matched. */
function isSame(ours: Decision, theirs: Decision): boolean {
  const stages = STAGES.filter((stage) => theirs.omitStages.includes(stage))
  return (
    ours.level === theirs.level &&
    ours.rule === theirs.rule &&
    ours.omitManagedFields === theirs.omitManagedFields &&
    ours.omitStages.join() === stages.join()
  )
}

/** How often everything came up, so that the property is known to have tried it all. */
class Tally {
  readonly #counts = new Map<string, Map<string, number>>()

  add(what: string, value: string): void {
    const counts = this.#counts.get(what) ?? new Map<string, number>()
    counts.set(value, (counts.get(value) ?? 0) + 1)
    this.#counts.set(what, counts)
  }

  /** Each one at least once in a thousand. */
  expectNoneRare(what: string, values: readonly string[]): void {
    const counts = this.#counts.get(what)
    expect(values.filter((value) => (counts?.get(value) ?? 0) < this.total(what) / 1000)).toEqual([])
  }

  total(what: string): number {
    return [...(this.#counts.get(what)?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  }

  toString(): string {
    return [...this.#counts].map(([what, counts]) => `${what}: ${describeCounts(counts)}\n`).join('')
  }
}

function describeCounts(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  return sorted.map(([value, count]) => `${value} ${count}`).join(', ')
}
