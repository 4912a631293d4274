// Holds the shipped recordings to their schema once, at build time, for lib/engine/replay/sound-recordings.ts.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRecording } from '../dist/engine/replay/parse-recording.js'
import { textKey } from '../dist/scenario/compiled.js'
import { findFiles } from '../dist/util/find-files.js'
import { packageRoot } from '../dist/scenario/package-root.js'

const root = packageRoot()
const files = await findFiles('**/*.recording.json', join(root, 'scenarios'))
const keys = await Promise.all(
  files.map(async (file) => {
    const text = await readFile(file, 'utf8')
    const parsed = parseRecording(text)
    if ('mistake' in parsed) throw new Error(`${file}: ${parsed.mistake}`)
    return textKey(text)
  }),
)
await writeFile(join(root, 'dist', 'sound-recordings.json'), JSON.stringify(keys))
