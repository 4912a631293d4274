import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SUITE_FILE } from './suite.js'

/** The suite file in a folder or the nearest one above it, up to the root of the git repository; null when there is none. */
export function findSuite(directory: string): string | null {
  const folder = resolve(directory)
  const file = join(folder, SUITE_FILE)
  if (existsSync(file)) return file
  const parent = dirname(folder)
  // In a worktree or a submodule `.git` is a file.
  if (parent === folder || existsSync(join(folder, '.git'))) return null
  return findSuite(parent)
}
