import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RULES } from '../../lib/lint/registry.js'

const page = readFileSync(fileURLToPath(new URL('../../docs/lint.md', import.meta.url)), 'utf8')

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  'docs/lint.md has a row for %s',
  (_id, { id, severity, why }) => {
    expect(page).toContain(`| [\`${id}\`](lint/${id}.md) | ${severity} | ${why} |`)
  },
)
