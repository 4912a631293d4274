import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { isCellsFile } from '../../lib/scenario/suite.js'
import { ROOT } from './pages.js'

const yamlIn = (folder: string): string[] =>
  readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))

test('docs/catalog.md and docs/matrix.md say what a replay of the catalog says (npm run generate)', () => {
  const { status, stderr } = spawnSync(process.execPath, [`${ROOT}/build/catalog-pages.mjs`, '--check'], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
}, 300_000)

test('the catalog is not small', () => {
  expect(yamlIn('scenarios').length).toBeGreaterThanOrEqual(45)
  const policies = yamlIn('policies').filter((file) => !isCellsFile(file))
  expect(policies.filter((file) => !file.startsWith('broken/')).length).toBeGreaterThanOrEqual(25)
  expect(policies.filter((file) => file.startsWith('broken/')).length).toBeGreaterThanOrEqual(15)
})
