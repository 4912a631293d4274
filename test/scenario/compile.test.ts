import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { InputError } from '../../lib/errors.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { loadPolicy } from '../../lib/policy/load.js'
import { compile } from '../../lib/scenario/compile.js'
import { textKey } from '../../lib/scenario/compiled.js'
import { loadSuite } from '../../lib/scenario/load-suite.js'
import { loadScenario } from '../../lib/scenario/load.js'

const file = (path: string): { path: string; text: string } => ({ path, text: readFileSync(path, 'utf8') })
const scenario = file('scenarios/secrets/secret-bodies.yaml')
const cells = file('policies/cks-configmaps.cells.yaml')
const policy = file('policies/cks-configmaps.yaml')
const suite = file('audit-lab.yaml')
const NOTHING = { scenarios: [], cells: [], policies: [], suites: [] }

test('a compiled file says what reading it says, to the last position', () => {
  const compiled = compile({ scenarios: [scenario], cells: [cells], policies: [policy], suites: [suite] })
  const { file: _, ...expected } = loadScenario(scenario.text, 'x.yaml')
  expect(compiled.scenarios[textKey(scenario.text)]).toEqual(expected)
  const { why, entries } = loadCells(cells.text, 'x.yaml')
  expect(compiled.cells[textKey(cells.text)]).toEqual({ why, entries })
  expect(compiled.suites[textKey(suite.text)]).toEqual(loadSuite(suite.text, 'x.yaml'))
  expect(compiled.policies[textKey(policy.text)]).toEqual(loadPolicy(policy.text, 'x.yaml'))
})

test('a file changed by one byte is not found, so it is read', () => {
  const { scenarios } = compile({ ...NOTHING, scenarios: [scenario] })
  expect(scenarios[textKey(`${scenario.text}\n`)]).toBeUndefined()
})

test('a file that cannot be used stops the build', () => {
  expect(() => compile({ ...NOTHING, scenarios: [{ path: 'a.yaml', text: 'name: A' }] })).toThrow(InputError)
})
