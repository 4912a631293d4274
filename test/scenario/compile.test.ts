import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { InputError } from '../../lib/errors.js'
import { loadCells } from '../../lib/scenario/cells.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { compile } from '../../lib/scenario/compile.js'
import { textKey } from '../../lib/scenario/compiled.js'
import { loadScenario } from '../../lib/scenario/load.js'

const file = (path: string): { path: string; text: string } => ({ path, text: readFileSync(path, 'utf8') })
const scenario = file('scenarios/secrets/secret-bodies.yaml')
const cells = file('policies/cks-configmaps.cells.yaml')
const policy = file('policies/cks-configmaps.yaml')

test('a compiled file says what reading it says, to the last position', () => {
  const compiled = compile([scenario], [cells], [policy])
  const { file: _, ...expected } = loadScenario(scenario.text, 'x.yaml')
  expect(compiled.scenarios[textKey(scenario.text)]).toEqual(expected)
  const { why, entries } = loadCells(cells.text, 'x.yaml')
  expect(compiled.cells[textKey(cells.text)]).toEqual({ why, entries })
  expect(compiled.policies[textKey(policy.text)]).toEqual(loadPolicy(policy.text, 'x.yaml'))
})

test('a file changed by one byte is not found, so it is read', () => {
  const { scenarios } = compile([scenario], [], [])
  expect(scenarios[textKey(`${scenario.text}\n`)]).toBeUndefined()
})

test('a file that cannot be used stops the build', () => {
  expect(() => compile([{ path: 'a.yaml', text: 'name: A' }], [], [])).toThrow(InputError)
})
