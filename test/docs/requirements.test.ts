import { describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { alwaysSchema, neverSchema, requirementsFileSchema, selectorSchema } from '../../lib/requirement/schema.js'
import { inlineCode, pageAt, ROOT } from './pages.js'

const page = pageAt('docs/requirements.md')

describe('docs/requirements.md speaks of every field of the file', () => {
  const text = [...inlineCode(page).map(({ code }) => code), ...page.blocks.map((block) => block.text)].join(' ')
  const words = new Set(text.match(/[A-Za-z]+/g))
  const schemas = [requirementsFileSchema, alwaysSchema, neverSchema, selectorSchema]
  test.each([...new Set(schemas.flatMap(({ shape }) => Object.keys(shape)))])('%s', (field) => {
    expect(words).toContain(field)
  })
})

test('docs/requirements.md has a row for each pack, and for no other', () => {
  const rows = page.prose.flatMap((line) => /^\| \[`([a-z0-9-]+)`\]/.exec(line)?.[1] ?? [])
  expect(rows).toEqual(readdirSync(`${ROOT}/requirements`).map((name) => name.replace(/\.yaml$/, '')))
})
