import { describe, expect, test } from '@jest/globals'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { check } from '../../lib/check/check.js'
import { checkInput } from '../../lib/check/inputs.js'
import type { CheckResult } from '../../lib/check/result.js'
import { checkJson } from '../../lib/report/check/json.js'
import { checkMarkdown } from '../../lib/report/check/markdown.js'
import { checkText } from '../../lib/report/check/text.js'
import { ROOT } from '../docs/pages.js'

/** Few scenarios, so that a new one in the catalog changes no golden file. */
const SCENARIOS = ['secret-bodies', 'denied-and-unauthenticated', 'pod-life-cycle', 'configmap-bodies']

async function checked(name: string): Promise<CheckResult> {
  const path = `policies/${name}.yaml`
  const input = await checkInput(path, readFileSync(join(ROOT, path), 'utf8'))
  const scenarios = input.scenarios.filter((scenario) => SCENARIOS.includes(scenario.name))
  const policies = input.execution.policies.map((policy) => ({
    ...policy,
    scenarios: policy.scenarios.filter(({ scenario }) => SCENARIOS.includes(scenario)),
  }))
  return check({ ...input, scenarios, execution: { ...input.execution, policies } })
}

const FORMATS = {
  txt: (result: CheckResult) => checkText(result, { color: false }),
  md: checkMarkdown,
  json: checkJson,
} as const

describe.each(['gce-lineage', 'quiet-components', 'metadata-all', 'nothing', 'broken/gce-lineage-v1beta1'])(
  'the page of %s',
  (name) => {
    test.each(Object.entries(FORMATS))('as %s', async (extension, write) => {
      const file = join(ROOT, 'test/check/golden', `${name.replace('/', '-')}.${extension}`)
      const text = write(await checked(name))
      if (process.env['UPDATE_GOLDEN'] === '1') {
        mkdirSync(join(ROOT, 'test/check/golden'), { recursive: true })
        writeFileSync(file, text)
      }
      expect(existsSync(file)).toBe(true)
      expect(text).toBe(readFileSync(file, 'utf8'))
    })
  },
)

test('colours change nothing but colours', async () => {
  const result = await checked('quiet-components')
  const colored = checkText(result, { color: true })
  expect(stripVTControlCharacters(colored)).toBe(checkText(result, { color: false }))
  expect(colored).toContain('\u001b[')
})
