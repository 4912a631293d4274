import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { textKey } from '../scenario/compiled.js'
import { packageRoot } from '../scenario/package-root.js'
import { readText } from '../scenario/read-text.js'
import type { Requirements, RequirementsFile } from '../requirement/requirement.js'
import type { Detection } from '../detection/detection.js'

/** The requirements of a file, mostly one that is shipped with this package. */
export interface Pack extends RequirementsFile {
  readonly name: string
}

/** The files as loaded, by the SHA-256 of their text: reading their YAML takes longer than deciding them. */
export interface CompiledCatalog {
  readonly requirements: Readonly<Record<string, Requirements>>
  readonly detections: Readonly<Record<string, readonly Detection[]>>
}

/** Made by the build, so that it is by the same code. There is none beside the sources. */
const FILE = new URL('../compiled-requirements.json', import.meta.url)

/** The shipped packs of requirements, by name. */
export async function readPacks(): Promise<Pack[]> {
  const known = compiled().requirements
  const files = await textsIn('requirements')
  return Promise.all(
    files.map(async ({ file, text }) => {
      const loaded = known[textKey(text)] ?? (await import('../requirement/load.js')).loadRequirements(text, file)
      return { ...loaded, file, name: basename(file, '.yaml') }
    }),
  )
}

/** The requirements of a file, or of a pack by its name. Throws InputError. */
export async function readRequirements(nameOrFile: string): Promise<Pack> {
  const pack = (await readPacks()).find(({ name }) => name === nameOrFile)
  if (pack !== undefined) return pack
  const text = await readText(nameOrFile)
  const loaded =
    compiled().requirements[textKey(text)] ??
    (await import('../requirement/load.js')).loadRequirements(text, nameOrFile)
  return { ...loaded, file: nameOrFile, name: nameOrFile }
}

/** The shipped detections. */
export async function readDetections(): Promise<Detection[]> {
  const known = compiled().detections
  const files = await textsIn('detections')
  const loaded = files.map(
    async ({ file, text }) => known[textKey(text)] ?? (await import('../detection/load.js')).loadDetections(text, file),
  )
  return (await Promise.all(loaded)).flat()
}

async function textsIn(folder: string): Promise<{ readonly file: string; readonly text: string }[]> {
  const names = (await readdir(join(packageRoot(), folder))).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => ({
      file: `${folder}/${name}`,
      text: await readText(join(packageRoot(), folder, name)),
    })),
  )
}

function compiled(): CompiledCatalog {
  try {
    // It is written by the build.
    return JSON.parse(readFileSync(FILE, 'utf8')) as CompiledCatalog
  } catch {
    return { requirements: {}, detections: {} }
  }
}
