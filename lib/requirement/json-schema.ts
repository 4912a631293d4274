import { z } from 'zod'
import { requirementsFileSchema } from './schema.js'

/** JSON Schema of requirements files, for editors; schemas/requirements.json holds it as text. */
export function requirementsJsonSchema(): object {
  // `input`: what has a default may be left out.
  return z.toJSONSchema(requirementsFileSchema, { target: 'draft-2020-12', io: 'input' })
}
