import { commented, quoted, type Dialect, type Step } from './dialect.js'

/** From PostgreSQL 12 on, in a database with UTF-8. @see https://www.postgresql.org/docs/current/functions-json.html */
export const postgres: Dialect = {
  // No text of PostgreSQL holds the character NUL.
  literal: (text) => (text.includes('\0') ? null : quoted(text)),
  // The object may be json or jsonb; the parts are jsonb.
  members: (object, paths) =>
    `ARRAY[${paths.map((path) => `(${object} #> ${quoted(`{${path.join(',')}}`)})::jsonb`).join(', ')}]`,
  isOfType: (json, type) => `jsonb_typeof(${json}) = '${type}'`,
  holdsStrings: (array) => `NOT jsonb_path_exists(${array}, '$[*] ? (@.type() != "string")')`,
  text: (json) => `(${json} #>> '{}')`,
  // `?|` says the same, but many drivers take a question mark for a parameter.
  holdsAny: (array, literals) =>
    `(${literals.map((one) => `${array} @> jsonb_build_array(${one}::text)`).join(' OR ')})`,
  matches: (text, regex) => `${text} ~ ${quoted(regex)}`,
  captured: (text, regex) => `coalesce(substring(${text} FROM ${quoted(regex)}), '')`,
  percentDecoded: (text) =>
    `(SELECT convert_from(string_agg(CASE WHEN piece[1] LIKE '\\%%' THEN decode(substr(piece[1], 2), 'hex') ` +
    `ELSE convert_to(piece[1], 'UTF8') END, ''::bytea ORDER BY place), 'UTF8') ` +
    `FROM regexp_matches(${text}, '%..|[^%]+', 'g') WITH ORDINALITY AS pieces (piece, place))`,
  query,
}

/** Without OFFSET 0 the planner would copy each expression to every place that uses it. */
function query(columns: readonly string[], from: string, steps: readonly Step[]): string {
  const laterals = steps.map(({ name, comment, columns: members }) => {
    const list = members.map(([member, sql, about]) => `${commented(about, '  ')}  ${sql} AS ${member}`)
    return `${commented(comment)}CROSS JOIN LATERAL (SELECT\n${list.join(',\n')}\nOFFSET 0) AS ${name}`
  })
  return `SELECT\n  ${columns.join(',\n  ')}\nFROM ${from} AS source\n${laterals.join('\n')}\n`
}
