import { join } from 'node:path'
import { attributesOfEvent } from '../audit/attributes-of.js'
import { EngineError, InputError } from '../errors.js'
import type { LogFile } from '../log/log-file.js'
import { readLog, type LogEvent, type SkippedLine } from '../log/read-log.js'
import { TemporaryDirectory } from '../util/temporary-directory.js'
import type { Answer, AnswerInput, Cell } from './answer.js'

type Duckdb = typeof import('@duckdb/node-api')

/** The columns of the table `events`; the whole Event stands in one more, `event`, as JSON. */
const COLUMNS: Readonly<Record<string, (found: LogEvent) => string | number | null>> = {
  server: ({ node }) => node,
  file: ({ file }) => file,
  line: ({ line }) => line,
  auditID: ({ event }) => event.auditID,
  stage: ({ event }) => event.stage,
  level: ({ event }) => event.level,
  received: ({ event }) => event.requestReceivedTimestamp,
  username: ({ event }) => event.user.username ?? null,
  impersonated: ({ event }) => event.impersonatedUser?.username ?? null,
  verb: ({ event }) => event.verb,
  apiGroup: ({ event }) => attributesOfEvent(event).apiGroup,
  resource: ({ event }) => attributesOfEvent(event).resource,
  subresource: ({ event }) => attributesOfEvent(event).subresource,
  namespace: ({ event }) => attributesOfEvent(event).namespace,
  name: ({ event }) => event.objectRef?.name ?? attributesOfEvent(event).name,
  code: ({ event }) => event.responseStatus?.code ?? null,
  requestURI: ({ event }) => event.requestURI,
  userAgent: ({ event }) => event.userAgent ?? null,
  event: ({ text }) => text,
}
const TYPES: Readonly<Record<string, string>> = { line: 'BIGINT', code: 'INTEGER' }

export interface QueryOptions {
  readonly onRead?: (bytes: number) => void
  readonly signal?: AbortSignal
}

/**
 * What a SQL statement of the user's makes of a log, whatever wrapped and compressed it. The table is on disk while it is asked, so
 * a log may be larger than memory. Throws EngineError where DuckDB is not installed, InputError with what it says of the statement.
 */
export async function queryLog(
  files: readonly LogFile[],
  statement: string,
  { onRead, signal }: QueryOptions,
): Promise<{ readonly answer: Answer; readonly input: AnswerInput }> {
  const { DuckDBInstance } = await loadDuckdb()
  await using directory = await TemporaryDirectory.create()
  const instance = await DuckDBInstance.create(join(directory.path, 'log.db'))
  const connection = await instance.connect()
  try {
    const columns = Object.keys(COLUMNS)
    const definitions = columns.map((column) => `"${column}" ${TYPES[column] ?? 'VARCHAR'}`)
    await connection.run(`CREATE TABLE lines (${definitions.join(', ')})`)
    await connection.run(
      'CREATE VIEW events AS SELECT * REPLACE (received::TIMESTAMP AS received, event::JSON AS event) FROM lines',
    )
    const appender = await connection.createAppender('lines')
    let events = 0
    const skipped: SkippedLine[] = []
    let lines = 0
    const onSkipped = (one: SkippedLine): void => {
      lines += 1
      if (skipped.length < 5) skipped.push(one)
    }
    const options = {
      onSkipped,
      ...(onRead === undefined ? {} : { onRead }),
      ...(signal === undefined ? {} : { signal }),
    }
    for await (const batch of readLog(files, options)) {
      for (const found of batch) {
        events += 1
        for (const column of columns) {
          const value = COLUMNS[column]?.(found) ?? null
          if (value === null) appender.appendNull()
          else if (typeof value === 'string') appender.appendVarchar(value)
          else if (column === 'code') appender.appendInteger(value)
          else appender.appendBigInt(BigInt(value))
        }
        appender.endRow()
      }
    }
    appender.closeSync()
    const answer = await answerOf(connection, statement)
    return { answer, input: { files: files.length, events, skipped: { lines, first: skipped } } }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

type Connection = Awaited<ReturnType<InstanceType<Duckdb['DuckDBInstance']>['connect']>>

async function answerOf(connection: Connection, statement: string): Promise<Answer> {
  try {
    const result = await connection.runAndReadAll(statement)
    const numbers = result.columnTypes().map((type) => /INT$|^DECIMAL|^DOUBLE|^FLOAT/.test(type.toString()))
    const rows = result.getRowsJson().map((row) => row.map((value, index) => cellOf(value, numbers[index] === true)))
    return { tables: [{ name: 'rows', columns: result.columnNames(), rows }], notes: [], events: [], holds: true }
  } catch (error) {
    throw new InputError(`DuckDB says: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** DuckDB gives back large numbers as strings, and lists and structs as they are. */
function cellOf(value: unknown, isNumber: boolean): Cell {
  if (value === null || typeof value === 'number') return value
  if (typeof value !== 'string') return JSON.stringify(value)
  const number = Number(value)
  return isNumber && Number.isSafeInteger(number) ? number : value
}

async function loadDuckdb(): Promise<Duckdb> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    throw new EngineError('--duckdb needs DuckDB, which is not installed', {
      hint: 'Install it beside audit-lab: npm install @duckdb/node-api',
      cause: error,
    })
  }
}
