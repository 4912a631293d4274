// Writes docs/catalog.md and docs/matrix.md from a replay of the catalog. With --check it only says whether they are stale.
import { spawnSync } from 'node:child_process'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { catalogPage } from './catalog/catalog-page.mjs'
import { matrixPage } from './catalog/matrix-page.mjs'
import { loadPolicy } from '../dist/policy/load.js'
import { packageRoot } from '../dist/scenario/package-root.js'
import { loadScenario } from '../dist/scenario/load.js'
import { check } from '../dist/check/check.js'
import { checkInput } from '../dist/check/inputs.js'

const root = packageRoot()
const program = join(root, 'bin', 'audit-lab.js')
// A cell that fails is told elsewhere.
const { stdout } = spawnSync(process.execPath, [program, 'run', '-o', 'json'], { cwd: root, maxBuffer: 2 ** 28 })
const run = JSON.parse(stdout.toString())

const scenarios = await Promise.all(
  run.scenarios.map(async ({ file, results }) => {
    const path = file.slice(root.length).replace(/^\//, '')
    return { path, results, ...loadScenario(await readFile(file, 'utf8'), path) }
  }),
)
const policies = []
for (const { name } of run.policies) {
  const path = `policies/${name}.yaml`
  const { findings } = check(await checkInput(path, await readFile(join(root, path), 'utf8')))
  policies.push({ name, path, findings })
}
const broken = await Promise.all(
  (await readdir(join(root, 'policies', 'broken'))).sort().map(async (file) => {
    const text = await readFile(join(root, 'policies', 'broken', file), 'utf8')
    return {
      path: `policies/broken/${file}`,
      defect: text.split('\n')[0].replace('# Defect: ', ''),
      ...loadPolicy(text, file),
    }
  }),
)
const pages = new Map([
  ['docs/catalog.md', catalogPage({ scenarios, policies, broken })],
  ['docs/matrix.md', matrixPage({ scenarios, policies })],
])
const stale = []
for (const [path, text] of pages) {
  if ((await readFile(join(root, path), 'utf8').catch(() => null)) !== text) stale.push(path)
  if (!process.argv.includes('--check')) await writeFile(join(root, path), text)
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}; npm run generate writes them\n`)
  process.exitCode = 1
}
