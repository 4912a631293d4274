import { isScalar, parseDocument, Scalar } from 'yaml'
import { textOf, type Branch, type Tree } from './yaml-tree.js'

/** The lines of a literal block as they stand in the file: where the first one starts, and how far they are indented. */
interface Block {
  readonly start: number
  readonly end: number
  readonly indent: number
}

/** Where the text of a literal block (`|`) stands; null for every other scalar. */
export function blockOf({ tree, node }: Branch, text: string): Block | null {
  if (!isScalar(node) || node.type !== Scalar.BLOCK_LITERAL || node.range == null) return null
  const start = text.indexOf('\n', tree.toFile(node.range[0])) + 1
  const end = tree.toFile(node.range[1])
  const first = text
    .slice(start, end)
    .split('\n')
    .find((line) => line.trim() !== '')
  return { start, end, indent: first === undefined ? 0 : first.length - first.trimStart().length }
}

/** A block's text without its indentation. */
export function dedented(text: string, { start, end, indent }: Block): string {
  return text
    .slice(start, end)
    .split('\n')
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join('\n')
}

/** A document that stands as text in another one: a patch of a KIND config. Of folded text only the start is known. */
export function embeddedTree(branch: Branch, text: string): Tree {
  const options = { uniqueKeys: false, prettyErrors: false } as const
  const block = blockOf(branch, text)
  if (block === null) {
    const at = branch.tree.toFile(branch.node?.range?.[0] ?? 0)
    return { document: parseDocument(textOf(branch) ?? '', options), toFile: () => at }
  }
  const raw = text.slice(block.start, block.end).split('\n')
  return {
    document: parseDocument(dedented(text, block), options),
    toFile: (offset) => {
      let inner = 0
      let outer = block.start
      for (const line of raw) {
        const cut = Math.min(block.indent, line.length - line.trimStart().length)
        if (offset <= inner + line.length - cut) return outer + cut + offset - inner
        inner += line.length - cut + 1
        outer += line.length + 1
      }
      return block.end
    },
  }
}
