// Loads the scenarios, policies, cells and suite of the catalog once, at build time, for lib/scenario/compiled.ts.
import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { compile } from '../dist/scenario/compile.js'
import { findFiles } from '../dist/util/find-files.js'
import { packageRoot } from '../dist/scenario/package-root.js'
import { SUITE_FILE } from '../dist/scenario/suite.js'

const root = packageRoot()
const read = async (paths) =>
  Promise.all(paths.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })))
const scenarios = await read(await findFiles('**/*.yaml', join(root, 'scenarios')))
const cells = await read(await findFiles('**/*.cells.yaml', join(root, 'policies')))
const policies = (await read(await findFiles('*.yaml', join(root, 'policies')))).filter(
  ({ path }) => !path.endsWith('.cells.yaml'),
)
const suites = await read([join(root, SUITE_FILE)])
await writeFile(join(root, 'dist', 'compiled.json'), JSON.stringify(compile({ scenarios, cells, policies, suites })))
