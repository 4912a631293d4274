import { Option, type Command } from 'commander'
import { policySql } from '../sql/policy-sql.js'
import { DIALECTS } from '../sql/registry.js'
import { relativePath } from '../util/path.js'
import { printable } from '../util/printable.js'
import { readPolicy } from './read-policy.js'
import { printResult } from './streams.js'

interface SqlFlags {
  readonly policy: string
  readonly dialect: keyof typeof DIALECTS
  readonly from: string
  readonly event: string
}

/** `sql`: a policy as a query, for logs that are in a database. */
export function addSqlCommand(program: Command): void {
  program
    .command('sql')
    .description('a policy as a SQL query: level and rule of each Event, where the log already is')
    .requiredOption('-p, --policy <file>', 'the policy')
    .addOption(new Option('--dialect <name>', 'whose SQL').choices(Object.keys(DIALECTS)).makeOptionMandatory())
    .option('--from <sql>', 'what holds the Events: a table, a view, a query in parentheses', 'events')
    .option('--event <sql>', 'the Event in a row of it: a column with JSON, or an expression', 'event')
    .addHelpText(
      'after',
      `
The query gives each row three columns more: policy_level, policy_rule (from 1) and policy_writes (whether a server with
this policy would have written this Event). All three are NULL where SQL cannot tell. It changes nothing in the database.

Examples:
  audit-lab sql -p policy.yaml --dialect postgres --from audit --event payload > policy.sql
  audit-lab sql -p policy.yaml --dialect duckdb --from "read_ndjson_objects('audit*.log')" --event json | duckdb`,
    )
    .action(async ({ policy: path, dialect, from, event }: SqlFlags) => {
      const policy = await readPolicy(path)
      const place = printable(relativePath(path, process.cwd()))
      const heading = `-- What ${place} makes of each Event. Written by audit-lab sql.\n`
      await printResult(heading + policySql(policy, { dialect: DIALECTS[dialect], from, event }))
    })
}
