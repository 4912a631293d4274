import { readFileSync } from 'node:fs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer, AnswerInput } from '../../lib/ask/answer.js'
import { askLog, type Question } from '../../lib/ask/ask.js'
import { filterOf, type FilterFlags } from '../../lib/ask/filter.js'

/** All lines that a real server wrote for a scenario, in order. */
export function recorded(scenario: string): string[] {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) {
      const { lines } = value as { readonly lines?: readonly string[] }
      lines?.forEach((line) => found.add(line.trimEnd()))
      Object.values(value).forEach(visit)
    }
  }
  visit(JSON.parse(readFileSync(`scenarios/${scenario}.recording.json`, 'utf8')))
  return [...found]
}

const NOTHING: FilterFlags = { user: [], verb: [], resource: [], namespace: [], code: [] }

/** Asks logs, each a server of its own where there are several. */
export async function ask(
  question: Question,
  logs: readonly (readonly string[])[],
  flags: Partial<FilterFlags> = {},
): Promise<{ readonly answer: Answer; readonly input: AnswerInput }> {
  const directory = mkdtempSync(join(tmpdir(), 'audit-lab-ask-'))
  try {
    const files = logs.map((lines, index) => {
      const path = join(directory, `${index}.log`)
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
      return { path, node: logs.length > 1 ? `cp-${index}` : null }
    })
    return await askLog(files, question, {
      filter: filterOf({ ...NOTHING, ...flags }, Date.parse('2027-01-01T00:00:00Z')),
    })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The rows of a table as objects. */
export function rowsOf({ tables }: Answer, name: string): Record<string, unknown>[] {
  const table = tables.find((one) => one.name === name)
  if (table === undefined) throw new Error(`there is no table ${name}`)
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])))
}
