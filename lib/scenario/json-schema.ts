import { z } from 'zod'
import { cellsFileSchema, scenarioSchema, suiteSchema } from './schema.js'

/** JSON Schemas of the files that people write, for their editors; schemas/NAME.json holds them as text. */
export function jsonSchemas(): Readonly<Record<'scenario' | 'cells' | 'audit-lab', object>> {
  // `input`: what has a default may be left out.
  const options = { target: 'draft-2020-12', io: 'input' } as const
  return {
    scenario: z.toJSONSchema(scenarioSchema, options),
    cells: z.toJSONSchema(cellsFileSchema, options),
    'audit-lab': z.toJSONSchema(suiteSchema, options),
  }
}

/** The text of a schema's file. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`
}
