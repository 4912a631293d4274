import type { Dialect } from './dialect.js'
import { duckdb } from './duckdb.js'
import { postgres } from './postgres.js'

export const DIALECTS: Readonly<Record<'duckdb' | 'postgres', Dialect>> = { duckdb, postgres }
