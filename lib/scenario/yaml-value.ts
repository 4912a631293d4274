import { isAlias, isNode, isScalar, visit } from 'yaml'
import type { Document, YAMLError } from 'yaml'

/** A mistake in the YAML itself, with its offset in the text. */
export interface YamlMistake {
  readonly offset: number
  readonly message: string
}

/** What a YAML document says. */
export interface YamlValue {
  readonly mistakes: readonly YamlMistake[]
  /** False when the YAML is so broken that `value` means nothing. */
  readonly readable: boolean
  readonly value: unknown
}

/** The plain data of a document, or why there is none. `text` is what the document was parsed from. */
export function yamlValue(document: Document, text: string): YamlValue {
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings]
  const mistakes = errors.map((error) => ({ offset: error.pos[0], message: describeError(error, text) }))
  const structure = structureMistakes(document)
  const readable = document.errors.every((error) => error.code === 'DUPLICATE_KEY') && structure.length === 0
  if (!readable) return { mistakes: [...mistakes, ...structure], readable, value: null }
  try {
    return { mistakes, readable, value: document.toJS() }
  } catch (error) {
    // What is left is the guard against aliases of aliases that would fill the memory.
    return {
      mistakes: [...mistakes, { offset: 0, message: `not valid YAML: ${String(error).replace(/^\w+: /, '')}` }],
      readable: false,
      value: null,
    }
  }
}

function describeError(error: YAMLError, text: string): string {
  if (error.code === 'MULTIPLE_DOCS')
    return 'a second YAML document; a file holds one, so remove the `---` and what follows'
  if (error.code !== 'DUPLICATE_KEY') return `not valid YAML: ${error.message}`
  const key = /^[^:\n]+/.exec(text.slice(error.pos[0]))?.[0]
  return `duplicate key \`${key?.trim() ?? ''}\`; keep one`
}

/** What YAML allows and plain data cannot hold. */
function structureMistakes(document: Document): YamlMistake[] {
  const mistakes: YamlMistake[] = []
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const target = alias.resolve(document)
      const message =
        target === undefined
          ? `no anchor \`&${alias.source}\` before this alias`
          : `the alias \`*${alias.source}\` stands inside what it names, which has no end`
      if (target === undefined || ancestors.includes(target)) mistakes.push({ offset: alias.range?.[0] ?? 0, message })
    },
    Pair: (_key, { key }) => {
      if (!isNode(key) || isScalar(key)) return
      const what = isAlias(key) ? 'an alias' : 'a list or a mapping'
      mistakes.push({ offset: key.range?.[0] ?? 0, message: `a key must be text, but is ${what}` })
    },
  })
  return mistakes
}
