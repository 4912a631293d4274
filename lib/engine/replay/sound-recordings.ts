import { readFileSync } from 'node:fs'
import { textKey } from '../../scenario/compiled.js'

/** SHA-256 of each shipped recording that the build held to the schema. There is no such file beside the sources. */
const FILE = new URL('../../sound-recordings.json', import.meta.url)

let sound: ReadonlySet<string> | null = null

/** Whether the build found this very text to be a recording, to the byte: whoever changes one has it checked again. */
export function isSound(text: string): boolean {
  sound ??= read()
  return sound.has(textKey(text))
}

function read(): ReadonlySet<string> {
  try {
    // It is written by the build.
    return new Set(JSON.parse(readFileSync(FILE, 'utf8')) as string[])
  } catch {
    return new Set()
  }
}
