import { DuckDBInstance } from '@duckdb/node-api'
import { duckdb } from '../../lib/sql/duckdb.js'
import type { Dialect } from '../../lib/sql/dialect.js'
import { postgres } from '../../lib/sql/postgres.js'
import { startPostgres } from './postgres.js'

/** What SQL makes of an Event. */
export type Answer = readonly [level: string | null, rule: number | null, writes: boolean | null]

/** A database with a table `events (n, event)`. */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect
  /** Puts JSON texts into the table, in place of what was there. */
  fill(events: readonly string[]): Promise<void>
  /** What a statement of policySql says of each, in order. */
  answers(statement: string): Promise<readonly Answer[]>
}

const columns = (array: string): string => `${array}(policy_level, policy_rule, policy_writes)`

export async function openDuckdb(): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  return {
    dialect: duckdb,
    fill: async (events) => {
      await connection.run('CREATE OR REPLACE TABLE events (n INTEGER, event VARCHAR)')
      const appender = await connection.createAppender('events')
      for (const [n, event] of events.entries()) {
        appender.appendInteger(n)
        appender.appendVarchar(event)
        appender.endRow()
      }
      appender.closeSync()
    },
    answers: async (statement) => {
      const result = await connection.runAndReadAll(
        `SELECT ${columns('json_array')}::VARCHAR FROM (${statement}) AS d ORDER BY n`,
      )
      return result.getRowsJson().map(([row]) => JSON.parse(row as string) as Answer)
    },
    [Symbol.asyncDispose]: () => {
      connection.closeSync()
      instance.closeSync()
      return Promise.resolve()
    },
  }
}

export async function openPostgres(): Promise<Database> {
  const server = await startPostgres()
  return {
    dialect: postgres,
    fill: async (events) => {
      const rows = events.map((event, n) => `(${n}, '${event.replaceAll("'", "''")}')`)
      await server.query(
        `DROP TABLE IF EXISTS events; CREATE TABLE events (n integer, event json); INSERT INTO events VALUES ${rows.join(',')};`,
      )
    },
    answers: async (statement) => {
      const text = await server.query(
        `SELECT json_agg(${columns('json_build_array')} ORDER BY n) FROM (${statement}) AS d;`,
      )
      return JSON.parse(text) as Answer[]
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
