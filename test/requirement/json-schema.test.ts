import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { requirementsJsonSchema } from '../../lib/requirement/json-schema.js'
import { schemaText } from '../../lib/scenario/json-schema.js'
import { ROOT } from '../docs/pages.js'

test('schemas/requirements.json is what the code says', () => {
  expect(readFileSync(`${ROOT}/schemas/requirements.json`, 'utf8')).toBe(schemaText(requirementsJsonSchema()))
})
