import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../../lib/lint/finding.js'
import { lint } from '../../lib/lint/lint.js'
import { RULES } from '../../lib/lint/registry.js'
import { KUBERNETES } from '../../lib/resources/resources.js'

const PAGES = fileURLToPath(new URL('../../docs/lint', import.meta.url))
const IDS = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ''))
const PAGE =
  /^# (?<id>.+)\n\n(?<severity>\w+)\n\n(?<why>.+?)\n\nWrong:\n\n```yaml wrong\n(?<wrong>.*?)```\n\n```text\n(?<output>.*?)```\n\n(?<prose>.+?)\n\nRight:\n\n```yaml right\n(?<right>.*?)```\n\nUpstream: (?<links><https:\S+>(, <https:\S+>)*)\n$/s

interface Page {
  readonly id: string
  readonly severity: string
  readonly why: string
  readonly wrong: string
  readonly output: string
  readonly right: string
}

const read = (id: string): string => readFileSync(`${PAGES}/${id}.md`, 'utf8')

function pageOf(id: string): Page {
  const groups = PAGE.exec(read(id))?.groups
  if (groups === undefined) throw new Error(`docs/lint/${id}.md has not the form of such a page`)
  return groups as unknown as Page
}

/** What is told of an example: all but what is worth knowing only and is no matter of this page. */
function findingsIn(text: string, id: string): Finding[] {
  const { findings } = lint(text, 'policy.yaml', KUBERNETES)
  return findings.filter(({ rule, severity }) => rule === id || severity !== 'info')
}

const shown = ({ file, line, column, severity, message, rule }: Finding): string =>
  `${file}:${line}:${column}: ${severity}: ${message} [${rule}]\n`

test('every lint rule has its page, and there is no other', () => {
  expect([...IDS].sort()).toEqual([...RULES.map(({ id }) => id), 'unused-disable'].sort())
})

describe.each(IDS)('docs/lint/%s.md', (id) => {
  const page = pageOf(id)

  test('the wrong example has this finding and no other, as the page prints it; UPDATE_GOLDEN=1 writes it', () => {
    const findings = findingsIn(page.wrong, id)
    expect(findings.map(({ rule }) => rule)).toEqual([id])
    const output = findings.map(shown).join('')
    if (process.env['UPDATE_GOLDEN'] === '1')
      writeFileSync(
        `${PAGES}/${id}.md`,
        read(id).replace(/```text\n.*?```/s, () => `\`\`\`text\n${output}\`\`\``),
      )
    else expect(page.output).toBe(output)
  })

  test('the right example has none', () => {
    expect(findingsIn(page.right, id)).toEqual([])
  })

  test('the page says what the rule says of itself', () => {
    const [finding] = findingsIn(page.wrong, id)
    expect(page).toMatchObject({ id, severity: finding?.severity })
    expect(page.why.replaceAll('\n', ' ')).toBe(finding?.why)
    expect(finding?.page).toBe(`docs/lint/${id}.md`)
  })
})
