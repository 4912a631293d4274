import { expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { jsonSchemas, schemaText } from '../../lib/scenario/json-schema.js'

it.each(Object.entries(jsonSchemas()))('schemas/%s.json is what the code says (npm run generate)', (name, schema) => {
  const written = readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8')
  expect(written).toBe(schemaText(schema))
})

it('asks of a scenario only what has no default', () => {
  expect(jsonSchemas().scenario).toMatchObject({ required: ['name', 'about', 'steps'], additionalProperties: false })
})
