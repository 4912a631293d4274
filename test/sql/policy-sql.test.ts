import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { attributesOfEvent } from '../../lib/audit/attributes-of.js'
import { LEVELS } from '../../lib/audit/level.js'
import { evaluate } from '../../lib/policy/evaluate.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { policySql } from '../../lib/sql/policy-sql.js'
import { DIALECTS } from '../../lib/sql/registry.js'
import { policyFile } from '../policy/arbitrary-policy.js'
import { openDuckdb, openPostgres, type Answer, type Database } from './database.js'
import { eventCorpus, type SomeEvent } from './events.js'
import { hasPostgres } from './postgres.js'

const SEED = 20_240_501
const EVENTS = eventCorpus(700, SEED)
/** More of them for a night: AUDIT_LAB_SQL_POLICIES=2000. */
const POLICIES = Number(process.env['AUDIT_LAB_SQL_POLICIES'] ?? 50)

const policyOf = (text: string): Policy | null => {
  const loaded = loadPolicy(text, 'policy.yaml')
  return loaded.loaded === 'refused' ? null : loaded.policy
}
const HEADER = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
const made = [
  // What the corpus has too seldom: names that a selector demands, and strings that SQL must quote.
  `${HEADER}rules: [{level: None, verbs: [list, watch], resources: [{resources: [pods, secrets], resourceNames: [x, y]}]}, {level: Request}]`,
  `${HEADER}rules: [{level: None, users: ["o'neil", "a\\\\b", "a\\0b", "$1"]}, {level: Request, userGroups: ["'", "\\0"]}, {level: Metadata}]`,
  `${HEADER}rules: [{level: None, resources: [{resources: [pods], resourceNames: [x]}]}, {level: Request}]`,
  `${HEADER}rules: [{level: None, resources: [{resources: [pods], resourceNames: ['.', '..']}]}, {level: Request}]`,
  `${HEADER}rules: [{level: None, namespaces: [a]}, {level: Request}]`,
  `${HEADER}rules: [{level: None, users: ['']}, {level: Request, resources: [{resources: [namespaces/status, namespaces/finalize]}]}]`,
  ...fc.sample(policyFile, { numRuns: POLICIES, seed: SEED }),
].flatMap((text) => policyOf(text) ?? [])
const METADATA = policyOf(`${HEADER}rules: [{level: Metadata}]`)!
const shipped = readdirSync('policies')
  .filter((name) => name.endsWith('.yaml') && !name.endsWith('.cells.yaml'))
  .map((name) => policyOf(readFileSync(`policies/${name}`, 'utf8')))
  .filter((policy) => policy !== null)

function decided(policy: Policy, event: SomeEvent): Answer {
  const { level, rule, omitStages } = evaluate(policy, attributesOfEvent(event))
  return [level, rule, level !== 'None' && !omitStages.some((stage) => stage === event.stage)]
}

/** What the page says that SQL leaves open. */
function mayBeUnknown(policy: Policy, { requestURI, verb }: SomeEvent): boolean {
  const [path = '', query = ''] = requestURI.split(/\?(.*)/s)
  if (/%([89a-f].|00)/i.test(path)) return true
  const names = policy.rules.some(({ resources }) => resources.some(({ resourceNames }) => resourceNames.length > 0))
  return names && ['list', 'watch'].includes(verb) && /fieldSelector|(^|&)[^=&]*%/.test(query)
}

const DATABASES = [
  { name: 'DuckDB', isThere: true, open: openDuckdb },
  { name: 'PostgreSQL (needs PostgreSQL: apt-get install postgresql)', isThere: hasPostgres, open: openPostgres },
]
const mustRun = process.env['AUDIT_LAB_REQUIRE_LIVE'] === '1'

for (const { name, isThere, open } of DATABASES) {
  const suite = isThere || mustRun ? describe : describe.skip
  suite(`the SQL of a policy in ${name}`, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
    })
    afterAll(async () => {
      await database[Symbol.asyncDispose]()
    })

    const ask = (policy: Policy): Promise<readonly Answer[]> =>
      database.answers(policySql(policy, { dialect: database.dialect, from: 'events', event: 'event' }))

    test('decides every Event as the evaluator does, or leaves it open where the page says so', async () => {
      await database.fill(EVENTS.map((event) => JSON.stringify(event)))
      const tally = { answers: 0, open: 0, selected: 0, levels: new Set<string>(), rules: new Set<unknown>() }
      for (const policy of [...made, ...shipped]) {
        const answers = await ask(policy)
        expect(answers).toHaveLength(EVENTS.length)
        for (const [index, event] of EVENTS.entries()) {
          const [answer, expected] = [answers[index], decided(policy, event)]
          tally.answers += 1
          if (answer?.[0] === null) {
            tally.open += 1
            expect({ event, answer, open: mayBeUnknown(policy, event) }).toEqual({
              event,
              answer: [null, null, null],
              open: true,
            })
            continue
          }
          if (JSON.stringify(answer) !== JSON.stringify(expected))
            expect({ event, answer }).toEqual({ event, answer: expected })
          if (policy === made[0] && answer?.[1] === 1) tally.selected += 1
          tally.levels.add(expected[0] ?? '')
          tally.rules.add(expected[1])
        }
      }
      process.stdout.write(
        `${name}: ${made.length + shipped.length} policies, ${tally.answers} answers, ${tally.open} left open\n`,
      )
      expect([...tally.levels].sort()).toEqual([...LEVELS].sort())
      expect(tally.rules.size).toBeGreaterThan(6)
      expect(tally.selected).toBeGreaterThan(5)
      expect(tally.open).toBeGreaterThan(0)
      expect(tally.open).toBeLessThan(tally.answers / 20)
    }, 300_000)

    test.each<[string, string]>([
      ['no verb', '{"requestURI":"/healthz","stage":"ResponseComplete","user":{}}'],
      ['no requestURI', '{"verb":"get","stage":"ResponseComplete","user":{}}'],
      ['a requestURI that is no path', '{"requestURI":"*","verb":"options","stage":"ResponseComplete","user":{}}'],
      ['a requestURI that is no string', '{"requestURI":7,"verb":"get","stage":"ResponseComplete","user":{}}'],
      ['a user that is a string', '{"requestURI":"/","verb":"get","stage":"ResponseComplete","user":"jane"}'],
      [
        'groups that are a string',
        '{"requestURI":"/","verb":"get","stage":"ResponseComplete","user":{"groups":"dev"}}',
      ],
      [
        'a group that is a number',
        '{"requestURI":"/","verb":"get","stage":"ResponseComplete","user":{"groups":["dev",1]}}',
      ],
      ['an array', '[]'],
    ])('leaves open what is no Event: %s', async (_, text) => {
      await database.fill([text, '{"requestURI":"/","verb":"get","stage":"Panic","user":{"groups":null,"uid":null}}'])
      expect(await ask(METADATA)).toEqual([
        [null, null, null],
        ['Metadata', 1, true],
      ])
    })

    test('reads an Event whose body holds \\u0000, or stops with an error', async () => {
      await database.fill(['{"requestURI":"/x","verb":"get","stage":"Panic","user":{},"requestObject":"\\u0000"}'])
      if (database.dialect === DIALECTS.duckdb) expect(await ask(METADATA)).toEqual([['Metadata', 1, true]])
      else await expect(ask(METADATA)).rejects.toThrow('\\u0000 cannot be converted to text')
    })

    test('is a query like others: in a view, of a query, with the Event in an expression', async () => {
      await database.fill([
        '{"items":[{"requestURI":"/x","verb":"get","stage":"RequestReceived","user":{"username":"jane"}}]}',
      ])
      const from = '(SELECT n, event AS level FROM events WHERE n = 0)'
      const event = database.dialect === DIALECTS.duckdb ? "json_extract(level, '$.items[0]')" : "level #> '{items,0}'"
      const statement = policySql(METADATA, { dialect: database.dialect, from, event })
      expect(await database.answers(`SELECT * FROM (${statement}) AS v WHERE policy_level = 'Metadata'`)).toEqual([
        ['Metadata', 1, true],
      ])
    })
  })
}
