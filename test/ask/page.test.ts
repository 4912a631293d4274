import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isShown, shownIn } from '../docs/console.js'
import { pageAt, ROOT } from '../docs/pages.js'

const PAGE = pageAt('docs/log.md')
const recipes = PAGE.blocks
  .filter(({ info }) => info === 'console')
  .flatMap(shownIn)
  .filter(({ command }) => /\bjq\b/.test(command))

const hasJq = spawnSync('jq', ['--version']).status === 0
const whereJqIs = hasJq || process.env['AUDIT_LAB_REQUIRE_LIVE'] === '1' ? test : test.skip

whereJqIs('the recipes for jq print what docs/log.md shows (needs jq)', () => {
  expect(recipes.length).toBeGreaterThan(1)
  const directory = mkdtempSync(join(tmpdir(), 'audit-lab-jq-'))
  try {
    symlinkSync(join(ROOT, 'scenarios'), join(directory, 'scenarios'))
    writeFileSync(
      join(directory, 'audit.log'),
      PAGE.blocks.find(({ info }) => info === 'jsonl file=audit.log')?.text ?? '',
    )
    for (const { command, output } of recipes) {
      const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' })
      if (!isShown(output ?? [], `${stdout}${stderr}`)) expect(`${stdout}${stderr}`).toBe((output ?? []).join('\n'))
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})
