import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that this package is installed in: the catalog lies there, whether the code runs from lib or from dist. */
export function packageRoot(): string {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) {
    const parent = new URL('..', folder)
    if (parent.href === folder.href) throw new Error('no package.json above this file')
    folder = parent
  }
  return fileURLToPath(folder)
}
