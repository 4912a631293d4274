import { describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { ENGINE_NAMES } from '../../lib/engine/registry.js'
import { REPORT_FORMATS } from '../../lib/report/registry.js'
import {
  cellSchema,
  claimSchema,
  personaSchema,
  requestStepSchema,
  runStepSchema,
  scenarioSchema,
  suiteSchema,
} from '../../lib/scenario/schema.js'
import { VARIABLES } from '../../lib/scenario/variables.js'
import { PROGRAM } from './program.js'
import { inlineCode, pageAt, ROOT } from './pages.js'

/** Words in `code` or in an example: `atLeast`, `responseObject.status.token`. */
function wordsOf(path: string): Set<string> {
  const page = pageAt(path)
  const texts = [...inlineCode(page).map(({ code }) => code), ...page.blocks.map(({ text }) => text)]
  return new Set(texts.flatMap((text) => text.match(/[A-Za-z][A-Za-z0-9]*/g) ?? []))
}

const keysOf = (schema: { readonly shape: object }): string[] => Object.keys(schema.shape)

describe('docs/scenarios.md speaks of every field of the file', () => {
  const words = wordsOf('docs/scenarios.md')
  const personaKeys = personaSchema.options.flatMap(keysOf)
  const fields = [scenarioSchema, runStepSchema, requestStepSchema, claimSchema].flatMap(keysOf)
  test.each([...new Set([...fields, ...personaKeys, ...VARIABLES])])('%s', (field) => {
    expect(words).toContain(field)
  })
})

test.each(keysOf(cellSchema))('docs/cells.md speaks of %s', (field) => {
  expect(wordsOf('docs/cells.md')).toContain(field)
})

test.each(REPORT_FORMATS)('docs/reports.md speaks of the report %s', (format) => {
  expect(wordsOf('docs/reports.md')).toContain(format)
})

test.each(ENGINE_NAMES)('docs/engines.md speaks of the engine %s', (engine) => {
  expect(wordsOf('docs/engines.md')).toContain(engine)
})

describe('docs/json-output.md speaks of every field of a result', () => {
  const golden = readFileSync(`${ROOT}/test/report/golden/json/everything.json`, 'utf8')
  const words = wordsOf('docs/json-output.md')
  test.each([...fieldsOf(JSON.parse(golden))])('%s', (field) => {
    expect(words).toContain(field)
  })
})

describe('docs/log-volume.md speaks of every field of a result of volume', () => {
  const log = `${ROOT}/test/report/volume/audit.log`
  const words = wordsOf('docs/log-volume.md')
  const options = ['--retention', '90d', '--price-per-gb', '1', '-o', 'json']
  const { stdout } = spawnSync(
    process.execPath,
    [PROGRAM, 'volume', '-p', `${ROOT}/policies/everything.yaml`, ...options, log],
    {
      encoding: 'utf8',
    },
  )
  // Names are what the log brings, not fields.
  const result = JSON.parse(stdout) as unknown
  test.each([...fieldsOf(result)])('%s', (field) => {
    expect(words).toContain(field)
  })
})

function fieldsOf(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...fieldsOf(item)]))
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...fieldsOf(inner)]))
}

describe('docs/policies.md has a row for each policy that loads, and for no other', () => {
  const shipped = readdirSync(`${ROOT}/policies`)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.cells.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
  const rows = pageAt('docs/policies.md').prose.flatMap((line) => /^\| \[`([a-z0-9-]+)`\]/.exec(line)?.[1] ?? [])
  test('the rows are the files', () => {
    expect([...rows].sort()).toEqual([...shipped].sort())
  })
})

describe('docs/catalog.md has a row for each scenario, and for no other', () => {
  const shipped = readdirSync(`${ROOT}/scenarios`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/^.*\//, '').replace(/\.yaml$/, ''))
  const rows = pageAt('docs/catalog.md')
    .prose.filter((line) => line.includes('](../scenarios/') && line.split(' | ').length === 5)
    .flatMap((line) => /^\| \[([a-z0-9-]+)\]/.exec(line)?.[1] ?? [])
  test('the rows are the files', () => {
    expect([...rows].sort()).toEqual([...shipped].sort())
  })
})

test('suites are described where they are used', () => {
  const words = wordsOf('docs/ci.md')
  // Budgets are read, and nothing is held to them yet.
  const fields = keysOf(suiteSchema).filter((field) => field !== 'budgets')
  expect(fields.filter((field) => !words.has(field))).toEqual([])
})
