import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { InputError } from '../errors.js'
import { requirementsJsonSchema } from '../requirement/json-schema.js'
import { jsonSchemas } from '../scenario/json-schema.js'
import { printResult } from './streams.js'

export function addSchemaCommand(program: Command): void {
  program
    .command('schema [name]')
    .description('JSON Schemas of the files: scenario, cells, requirements, audit-lab')
    .option('--write <directory>', 'write all of them there')
    .addHelpText('after', '\nExamples:\n  audit-lab schema scenario\n  audit-lab schema --write schemas')
    .action(async (name: string | undefined, options: { write?: string }) => {
      const schemas: Readonly<Record<string, object>> = { ...jsonSchemas(), requirements: requirementsJsonSchema() }
      const text = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`
      if (options.write !== undefined) {
        await mkdir(options.write, { recursive: true })
        for (const [id, schema] of Object.entries(schemas))
          await writeFile(join(options.write, `${id}.json`), text(schema))
        return
      }
      const schema = name === undefined ? schemas : schemas[name]
      if (schema === undefined) {
        throw new InputError(`there is no schema "${String(name)}"`, {
          hint: `Schemas: ${Object.keys(schemas).join(', ')}.`,
        })
      }
      await printResult(text(schema))
    })
}
