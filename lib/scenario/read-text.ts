import { readFile } from 'node:fs/promises'
import { InputError } from '../errors.js'

/** The text of a file of the user's. Throws an InputError that says why it cannot be read. */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const missing = typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ENOENT'
    const message = missing ? 'there is no such file' : `cannot be read: ${String(error)}`
    throw new InputError(`${path}: ${message}`, {
      problems: [{ file: path, line: 1, column: 1, message }],
      cause: error,
    })
  }
}
