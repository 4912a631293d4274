import { Composer, LineCounter, Parser } from 'yaml'
import { adaptYaml } from './adapt-yaml.js'
import { convertYaml, isEmpty } from './convert-yaml.js'
import { DecodingError, START } from './node.js'
import type { Node, Place } from './node.js'
import { originalOffsets } from './original-offsets.js'

export interface YamlFile {
  readonly node: Node
  /** Keys that stand twice, in the server's words. They fail strict decoding; lenient decoding takes the last one. */
  readonly duplicates: readonly string[]
  /** The second document, where there is one. The server reads no further than the first. */
  readonly more: Place | null
}

/**
 * The first document of a YAML file as Kubernetes reads it: YAML 1.1, by way of JSON, which sorts the keys.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/yaml.go, YAMLToJSON
 */
export function readYaml(text: string): YamlFile {
  if (/[^\P{Cc}\t\n\r\u0085]|[\ufffe\uffff]/u.test(text)) {
    throw new DecodingError('yaml: control characters are not allowed')
  }
  const lines = new LineCounter()
  // The failsafe schema leaves scalars as they stand, to be resolved as Kubernetes does.
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
  })
  const adapted = adaptYaml(text)
  const originalOf = originalOffsets(adapted, text)
  const placeOf = (start: number, end: number): Place => ({
    line: lines.linePos(start).line,
    start: originalOf(start),
    end: originalOf(end),
  })
  const documents = composer.compose(new Parser(lines.addNewLine).parse(adapted))
  const first = documents.next()
  if (first.done === true) return { node: { type: 'null', ...START }, duplicates: [], more: null }

  // libyaml wants no space before a comment after a quote or a bracket.
  const error = first.value.errors.find(({ message }) => !message.startsWith('Comments must be separated'))
  if (error !== undefined) throw new DecodingError(`yaml: line ${lines.linePos(error.pos[0]).line}: ${error.message}`)
  const second = documents.next()
  // Comments after a document marker are no document that anybody would miss.
  const contents = second.done === true ? null : second.value.contents
  const more = contents === null || isEmpty(contents) ? null : placeOf(contents.range[0], contents.range[1])
  return { ...convertYaml(first.value, placeOf), more }
}
