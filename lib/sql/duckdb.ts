import { commented, quoted, type Dialect, type Step } from './dialect.js'

const TYPES = { string: 'VARCHAR', object: 'OBJECT', array: 'ARRAY', null: 'NULL' } as const

/** @see https://duckdb.org/docs/stable/data/json/json_functions */
export const duckdb: Dialect = {
  literal,
  // All at once, because each call reads the whole text anew.
  members: (object, paths) =>
    `json_extract(${object}, [${paths.map((path) => quoted(`$.${path.join('.')}`)).join(', ')}])`,
  isOfType: (json, type) => `json_type(${json}) = '${TYPES[type]}'`,
  holdsStrings: (array) => `list_distinct(json_type(${array}, '$[*]')) IN ([], ['VARCHAR'])`,
  text: (json) => `json_extract_string(${json}, '$')`,
  holdsAny: (array, literals) => `list_has_any(json_extract_string(${array}, '$[*]'), [${literals.join(', ')}])`,
  matches: (text, regex) => `regexp_matches(${text}, ${quoted(regex)})`,
  captured: (text, regex) => `regexp_extract(${text}, ${quoted(regex)}, 1)`,
  percentDecoded: (text) => `url_decode(${text})`,
  query,
}

/** A statement cannot hold the character NUL, a string can. */
function literal(text: string): string {
  if (!text.includes('\0')) return quoted(text)
  return `(${text.split('\0').map(quoted).join(' || chr(0) || ')})`
}

/** A step is a column with a struct. LATERAL would be a join here, which holds all rows in memory. */
function query(columns: readonly string[], from: string, steps: readonly Step[]): string {
  const tables = steps.map(({ name, comment, columns: members }, index) => {
    const list = members.map(([member, sql, about]) => `${commented(about, '    ')}    ${member} := ${sql}`)
    const before = steps[index - 1]
    const [all, table] = before === undefined ? ['source', `${from} AS source`] : ['*', `with_${before.name}`]
    const struct = `struct_pack(\n${list.join(',\n')}\n  ) AS ${name}`
    return `${commented(comment)}with_${name} AS NOT MATERIALIZED (\n  SELECT ${all}, ${struct}\n  FROM ${table}\n)`
  })
  return `WITH\n${tables.join(',\n')}\nSELECT\n  ${columns.join(',\n  ')}\nFROM with_${steps.at(-1)?.name ?? ''}\n`
}
