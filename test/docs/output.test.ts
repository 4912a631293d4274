import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { callsIn, needsCluster } from './commands.js'
import { isShown, shownIn } from './console.js'
import type { Shown } from './console.js'
import { PAGES, ROOT } from './pages.js'
import type { Page } from './pages.js'
import { PROGRAM } from './program.js'

/** What changes an output is left out: a page shows what people see on their own machine. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !['CI', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'FORCE_COLOR'].includes(name),
  ),
)

/** What can be tried with nothing but Node: calls of audit-lab that need no cluster, and that a page shows the output of. */
function tried({ blocks }: Page): Shown[] {
  return blocks
    .filter(({ info }) => info === 'console')
    .flatMap(shownIn)
    .filter(({ command, output }) => {
      const calls = callsIn(command.replaceAll('\\\n', ' '))
      return output !== null && calls.length > 0 && !calls.some(needsCluster)
    })
}

/** Files that a page shows under a name: its commands find them. */
function filesOf({ blocks }: Page): { name: string; text: string }[] {
  return blocks.flatMap(({ info, text }) => {
    const name = / file=(\S+)/.exec(info)?.[1]
    return name === undefined ? [] : [{ name, text }]
  })
}

const pages = PAGES.map((page) => ({ page, shown: tried(page) })).filter(({ shown }) => shown.length > 0)

describe('the pages show what the commands print', () => {
  test('there are commands to try', () => {
    expect(pages.length).toBeGreaterThan(0)
  })

  describe.each(pages.map(({ page, shown }): [string, Page, Shown[]] => [page.path, page, shown]))(
    '%s',
    (_path, page, shown) => {
      let directory = ''
      beforeAll(() => {
        directory = mkdtempSync(join(tmpdir(), 'audit-lab-docs-'))
        mkdirSync(join(directory, 'bin'))
        symlinkSync(PROGRAM, join(directory, 'bin', 'audit-lab'))
        // As from a fresh clone: the catalog is there under the names that the pages use.
        for (const name of ['policies', 'scenarios', 'kind', 'audit-lab.yaml'])
          symlinkSync(join(ROOT, name), join(directory, name))
        for (const { name, text } of filesOf(page)) writeFileSync(join(directory, name), text)
      })
      afterAll(() => rmSync(directory, { recursive: true, force: true }))

      test.each(shown.map((one): [string, string, Shown] => [one.place, one.command, one]))(
        '%s: %s',
        (_place, _command, one) => {
          const { stdout, stderr } = spawnSync('sh', ['-c', one.command.replaceAll('npx audit-lab', 'audit-lab')], {
            cwd: directory,
            encoding: 'utf8',
            env: {
              ...ENVIRONMENT,
              PATH: `${join(directory, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
              AUDIT_LAB_QUIET: '1',
            },
          })
          const output = `${stdout}${stderr}`
          if (!isShown(one.output ?? [], output)) expect(output).toBe((one.output ?? []).join('\n'))
        },
      )
    },
  )
})
