import { describe, expect, test } from '@jest/globals'
import { loadReport } from '../../lib/report/registry.js'
import { everything } from './fixtures/everything.js'
import { hostile } from './fixtures/hostile.js'

async function reportOf(format: string, run = hostile): Promise<string> {
  const report = await loadReport(format)
  return report(run, { color: false, width: null, root: '/repo' })
}

describe('what a log holds', () => {
  test.each(['text', 'junit', 'markdown', 'github'])(
    'reaches the %s report without characters that act',
    async (format) => {
      expect(await reportOf(format)).not.toMatch(/[^\P{C}\n]/u)
    },
  )

  test('reaches the json report unchanged and parses back to the same result', async () => {
    expect(JSON.parse(await reportOf('json'))).toEqual(hostile)
  })

  test.each(['text', 'junit', 'markdown', 'github'])('keeps its bodies out of the %s report', async (format) => {
    expect(await reportOf(format, everything)).not.toContain('Y2FuYXJ5LTdmM2E=')
  })
})

describe('the junit report', () => {
  test('ends a CDATA section nowhere but at its end', async () => {
    const xml = await reportOf('junit')
    const content = xml
      .replace(/="[^"]*"/g, '')
      .split('<![CDATA[')
      .slice(1)
    expect(content.map((section) => section.split(']]>').length - 1)).toEqual(content.map(() => 1))
  })

  test('has names without counts, so that a case is the same one in the next run', async () => {
    const names = (await reportOf('junit', everything)).match(/<testcase [^>]*/g) ?? []
    expect(names).toContain(
      '<testcase classname="gke" name="secret-bodies › create › create secrets" file="scenarios/secret-bodies.yaml"',
    )
    expect(new Set(names).size).toBe(names.length)
  })

  test('numbers the cells of one description by their ids', async () => {
    const [scenario] = everything.scenarios
    const results = [scenario!.results[4]!, { ...scenario!.results[4]!, id: `${scenario!.results[4]!.id}#2` }]
    const xml = await reportOf('junit', { ...everything, scenarios: [{ ...scenario!, results }] })
    expect(xml).toContain('name="secret-bodies › denied › delete secrets"')
    expect(xml).toContain('name="secret-bodies › denied › delete secrets #2"')
  })
})

describe('the markdown report', () => {
  test('has as many cells in every row of a table as it has headings', async () => {
    const rows = (await reportOf('markdown')).split('\n').filter((line) => line.startsWith('|'))
    const widths = rows.map((row) => row.split('|').length)
    expect(new Set(widths)).toEqual(new Set([4, 12]))
  })

  test('writes no tag but its own, no mention and no link outside code blocks', async () => {
    const prose = (await reportOf('markdown')).replace(/^(`{3,})text\n[^]*?\n\1$/gm, '')
    expect(new Set(prose.match(/<[^>]*>/g))).toEqual(
      new Set(['<details>', '<summary>', '</summary>', '</details>', '<br>']),
    )
    expect(prose).not.toMatch(/@\w|(?<!&)#\d|`|\*\*bold|http:/)
  })

  test('opens code blocks with a fence that nothing inside can close', async () => {
    expect(await reportOf('markdown')).toMatch(/^````text\n/m)
  })
})

describe('the github report', () => {
  test('writes one command for each line and escapes what would end a property', async () => {
    const lines = (await reportOf('github')).trimEnd().split('\n')
    const commands = lines.slice(0, -1)
    expect(commands.length).toBeGreaterThan(5)
    for (const line of commands) expect(line).toMatch(/^::(error|warning|notice) file=[^,:]+,line=\d+,title=[^,:]+::/)
  })

  test('escapes percent signs and line breaks', async () => {
    const text = await reportOf('github')
    expect(text).toContain('100%25')
    expect(text).toContain('%0AAnother reason.')
    expect(text).not.toContain('100%,')
  })

  test('marks the line of the claim and the line of the policy rule that decided', async () => {
    const text = await reportOf('github', everything)
    expect(text).toContain('::error file=scenarios/secret-bodies.yaml,line=14,')
    expect(text).toContain('::error file=policies/cis.yaml,line=21,title=rule 3 of cis')
  })
})
