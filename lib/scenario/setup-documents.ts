import { LineCounter, parseAllDocuments } from 'yaml'
import { yamlValue } from './yaml-value.js'
import { referencesIn, substitute } from './variables.js'

/** One manifest of a scenario's `setup`. */
export interface SetupDocument {
  /** Where it starts, or the mistake is, within the text of `setup`, counted from 1. */
  readonly line: number
  /** What is wrong with the YAML, else null. */
  readonly mistake: string | null
  readonly manifest: unknown
}

/** What stands for a variable while nobody knows its value; a name that no manifest has by accident. */
export function placeholder(variable: string): string {
  return `audit-lab-variable-${variable}`
}

/** The manifests of a `setup`, with a placeholder for each variable. Empty documents are left out. */
export function setupDocuments(setup: string): SetupDocument[] {
  // The values go in first, as they will when it is applied: `{name: ${run}}` is no YAML before.
  const values = Object.fromEntries(referencesIn(setup).map(({ name }) => [name, placeholder(name)]))
  const lines = new LineCounter()
  const text = substitute(setup, values)
  const documents = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })]
  return documents.flatMap((document): SetupDocument[] => {
    const { value: manifest, mistakes } = yamlValue(document, text)
    if (mistakes.length > 0) {
      return mistakes.map(({ offset, message }) => ({
        line: lines.linePos(offset).line,
        mistake: message,
        manifest: null,
      }))
    }
    if (document.contents === null || manifest === null) return []
    return [{ line: lines.linePos(document.contents.range[0]).line, mistake: null, manifest }]
  })
}
