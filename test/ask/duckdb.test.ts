import { expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { queryLog } from '../../lib/ask/duckdb.js'
import { InputError } from '../../lib/errors.js'
import { recorded } from './lines.js'

async function query(lines: readonly string[], statement: string): ReturnType<typeof queryLog> {
  const directory = mkdtempSync(join(tmpdir(), 'audit-lab-query-'))
  try {
    const path = join(directory, 'audit.log')
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
    return await queryLog([{ path, node: null }], statement, {})
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const STORY = recorded('users/who-created-the-pod')

test('asks SQL of a log, and counts what was skipped', async () => {
  const statement = `SELECT username, impersonated, resource, code, count(*) AS events, max(event->>'$.objectRef.name') AS object
    FROM events WHERE stage = 'ResponseComplete' AND username = 'administrator' GROUP BY ALL ORDER BY ALL`
  const { answer, input } = await query([...STORY, '{"torn'], statement)
  expect(answer.tables).toEqual([
    {
      name: 'rows',
      columns: ['username', 'impersonated', 'resource', 'code', 'events', 'object'],
      rows: [
        ['administrator', 'foobar', 'pods', 201, 1, 'my-suspicious-pod'],
        ['administrator', null, 'pods', 200, 1, null],
      ],
    },
  ])
  expect(input).toMatchObject({ events: STORY.length, skipped: { lines: 1 } })
})

test('has times as times', async () => {
  const { answer } = await query(
    STORY,
    "SELECT count(*) FROM events WHERE received < TIMESTAMP '2026-11-21 09:53:20.1'",
  )
  expect(answer.tables[0]?.rows).toEqual([[4]])
})

test('says what DuckDB says of a statement that is wrong', async () => {
  await expect(query(STORY, 'SELEC')).rejects.toThrow(InputError)
  await expect(query(STORY, 'SELEC')).rejects.toThrow(/^DuckDB says: .*SELEC/s)
})
