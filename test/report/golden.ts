import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'golden')

/** Compares a report with its saved file, byte for byte. UPDATE_GOLDEN=1 writes the file: look at the diff before you commit. */
export function expectGolden(name: string, actual: string): void {
  const file = join(folder, name)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, actual)
  }
  const saved = existsSync(file) ? readFileSync(file, 'utf8') : `${name} is missing; write it with UPDATE_GOLDEN=1`
  expect(actual).toBe(saved)
}
