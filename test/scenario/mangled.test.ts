import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { InputError } from '../../lib/errors.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { loadScenario } from '../../lib/scenario/load.js'

const textOf = (name: string): string => readFileSync(new URL(`ok/${name}.yaml`, import.meta.url), 'utf8')

it.each([
  ['a scenario', loadScenario, textOf('scenario-full')],
  ['a cells file', loadCells, textOf('cells-full')],
])('%s that was mangled loads or gives problems that lie in it, never a crash', (_what, load, text) => {
  const scrap = fc.constantFrom(
    '',
    ' ',
    '\n',
    '- ',
    ': ',
    '[',
    '}',
    '"',
    '|',
    '&a ',
    '*a',
    '!x ',
    '? ',
    '#',
    '${x}',
    '---\n',
    '0',
  )
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(12), scrap, (start, length, inserted) => {
      const mangled = text.slice(0, start) + inserted + text.slice(start + length)
      try {
        load(mangled, 'x.yaml')
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        const lines = mangled.split('\n').length
        expect(error.problems.length).toBeGreaterThan(0)
        for (const { line, column, message } of error.problems) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(lines)
          expect(column).toBeGreaterThanOrEqual(1)
          expect(message).not.toMatch(/undefined|\[object/)
        }
      }
    }),
    { numRuns: 200 },
  )
})
