import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { isShown, shownIn } from '../docs/console.js'
import { pageAt, ROOT } from '../docs/pages.js'
import { PROGRAM } from '../docs/program.js'
import { hasPostgres, startPostgres, type Postgres } from './postgres.js'

const PAGE = pageAt('docs/sql.md')
const commands = PAGE.blocks.filter(({ info }) => info === 'console').flatMap(shownIn)
const inPostgres = (command: string): boolean => /\bpsql\b/.test(command)

/** DuckDB's command line as far as the page uses it: the npm package has none. */
const DUCKDB = `#!/usr/bin/env node
import { DuckDBInstance } from '${ROOT}/node_modules/@duckdb/node-api/lib/index.js'
const [format, flag, statement] = process.argv.slice(2)
if (format !== '-csv' || flag !== '-c') throw new Error('unknown options')
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const result = await connection.runAndReadAll(statement)
const rows = [result.columnNames(), ...result.getRowsJson()]
process.stdout.write(rows.map((row) => row.map((value) => value ?? '').join(',') + '\\n').join(''))
`

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-lab-sql-'))
  const bin = join(directory, 'bin')
  mkdirSync(bin)
  symlinkSync(PROGRAM, join(bin, 'audit-lab'))
  writeFileSync(join(bin, 'package.json'), '{"type":"module"}')
  writeFileSync(join(bin, 'duckdb'), DUCKDB)
  chmodSync(join(bin, 'duckdb'), 0o755)
  symlinkSync(join(ROOT, 'scenarios'), join(directory, 'scenarios'))
  const policy = PAGE.blocks.find(({ info }) => info === 'yaml policy file=policy.yaml')
  writeFileSync(join(directory, 'policy.yaml'), policy?.text ?? '')
})
afterAll(() => rmSync(directory, { recursive: true }))

function printed(command: string, environment: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, ...environment },
  })
  expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
  return stdout
}

function check(some: typeof commands, environment: Readonly<Record<string, string>> = {}): number {
  let compared = 0
  for (const { command, output } of some) {
    const text = printed(command, environment)
    if (output === null) continue
    compared += 1
    if (!isShown(output, text)) expect(text).toBe(output.join('\n'))
  }
  return compared
}

describe('the commands of docs/sql.md print what it shows', () => {
  test('in DuckDB', () => {
    expect(check(commands.filter(({ command }) => !inPostgres(command)))).toBe(1)
  })

  const postgres = hasPostgres || process.env['AUDIT_LAB_REQUIRE_LIVE'] === '1' ? test : test.skip
  postgres('in PostgreSQL (needs PostgreSQL: apt-get install postgresql)', async () => {
    await using server: Postgres = await startPostgres()
    expect(
      check(
        commands.filter(({ command }) => inPostgres(command)),
        server.environment,
      ),
    ).toBe(1)
  })
})
