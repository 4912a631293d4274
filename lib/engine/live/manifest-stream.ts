/**
 * Documents, JSON or YAML, for the standard input of one kubectl. The stream begins with a separator: kubectl before 1.33
 * takes a stream that begins with a brace for JSON alone, and refuses the first `---` in it.
 */
export function manifestStream(documents: readonly string[]): string {
  return documents.map((document) => `---\n${document.trimEnd()}\n`).join('')
}
