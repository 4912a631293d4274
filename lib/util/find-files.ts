import { readdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { globBase, globToRegExp, isGlob } from './glob.js'

/** The files that a pattern names, sorted; relative patterns count from `directory`. Hidden folders and node_modules are left out. */
export async function findFiles(pattern: string, directory: string): Promise<string[]> {
  const full = resolve(directory, pattern)
  if (!isGlob(full)) return existsSync(full) ? [full] : []
  const wanted = globToRegExp(full)
  const files = await filesBelow(globBase(full))
  return files.filter((file) => wanted.test(file)).sort()
}

/** Node 20 has no fs.glob, and a recursive readdir would walk through node_modules. */
async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .map(async (entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
  return (await Promise.all(found)).flat()
}
