// Loads the shipped requirements and detections once, at build time, for lib/check/catalog.ts.
import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { compileCatalog } from '../dist/check/compile.js'
import { findFiles } from '../dist/util/find-files.js'
import { packageRoot } from '../dist/scenario/package-root.js'

const root = packageRoot()
const read = async (folder) => {
  const paths = await findFiles('*.yaml', join(root, folder))
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), text: await readFile(path, 'utf8') })))
}
const compiled = compileCatalog(await read('requirements'), await read('detections'))
await writeFile(join(root, 'dist', 'compiled-requirements.json'), JSON.stringify(compiled))
