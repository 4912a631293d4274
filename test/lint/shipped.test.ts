import { expect, test } from '@jest/globals'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lint } from '../../lib/lint/lint.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url))
const GOLDEN = fileURLToPath(new URL('./golden/shipped.txt', import.meta.url))

/** Every finding in the shipped policies was read and held to be right; a new one must be read before it stands here. */
test('the findings in the shipped policies are the known ones; UPDATE_GOLDEN=1 writes them', () => {
  const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.cells.yaml'))
    .sort()
  const lines = files.flatMap((file) => {
    const { findings } = lint(readFileSync(`${POLICIES}/${file}`, 'utf8'), file, KUBERNETES)
    return findings.map(({ line, column, severity, rule }) => `${file}:${line}:${column}: ${severity} ${rule}`)
  })
  const found = `${lines.join('\n')}\n`
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, found)
  else expect(found).toBe(readFileSync(GOLDEN, 'utf8'))
})

test('nothing is wrong with the policy to start from', () => {
  const text = readFileSync(`${POLICIES}/recommended.yaml`, 'utf8')
  const { findings } = lint(text, 'recommended.yaml', KUBERNETES)
  expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
})
