import { isDeepStrictEqual } from 'node:util'
import { loadDetections } from '../detection/load.js'
import { loadRequirements } from '../requirement/load.js'
import { textKey } from '../scenario/compiled.js'
import type { CompiledCatalog } from './catalog.js'

interface File {
  readonly path: string
  readonly text: string
}

/** Compiles the shipped requirements and detections for catalog.ts. Throws InputError when one cannot be used. */
export function compileCatalog(requirements: readonly File[], detections: readonly File[]): CompiledCatalog {
  const made = {
    requirements: Object.fromEntries(
      requirements.map(({ path, text }) => [textKey(text), loadRequirements(text, path)]),
    ),
    detections: Object.fromEntries(detections.map(({ path, text }) => [textKey(text), loadDetections(text, path)])),
  }
  // JSON must hold all of it, or a compiled file would differ from one that is read.
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(made)), made))
    throw new Error('JSON does not hold what was compiled')
  return made
}
