import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A fenced block of a page. `info` is what stands behind the fence: `yaml scenario`, `console`. */
export interface Block {
  readonly page: string
  readonly line: number
  readonly info: string
  readonly text: string
}

/** A page of the documentation, taken apart. */
export interface Page {
  /** Path from the root. */
  readonly path: string
  readonly blocks: readonly Block[]
  /** What stands outside of fences; fenced lines are empty, so that line numbers hold. */
  readonly prose: readonly string[]
}

const FENCE = /^(\s*)(`{3,})(.*)$/

interface OpenFence {
  readonly indent: string
  readonly fence: string
  readonly line: number
  readonly info: string
  readonly text: string[]
}

function readPage(path: string): Page {
  const blocks: Block[] = []
  const prose: string[] = []
  let open: OpenFence | null = null
  for (const [index, text] of readFileSync(`${ROOT}/${path}`, 'utf8').split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = FENCE.exec(text) ?? []
    prose.push(open === null && fence === '' ? text : '')
    if (open === null) {
      if (fence !== '') open = { indent, fence, line: index + 1, info: info.trim(), text: [] }
    } else if (fence === open.fence && info === '') {
      blocks.push({ page: path, line: open.line, info: open.info, text: `${open.text.join('\n')}\n` })
      open = null
    } else open.text.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text)
  }
  if (open !== null) throw new Error(`${path}:${open.line}: a fence is never closed`)
  return { path, blocks, prose }
}

export const PAGES: readonly Page[] = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(`${ROOT}/docs`)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
].map(readPage)

export function pageAt(path: string): Page {
  const page = PAGES.find((candidate) => candidate.path === path)
  if (page === undefined) throw new Error(`there is no page ${path}`)
  return page
}

/** The blocks of all pages whose info string is, or starts with, these words. */
export function blocksOf(words: string): Block[] {
  return PAGES.flatMap(({ blocks }) => blocks).filter(({ info }) => info === words || info.startsWith(`${words} `))
}

/** `code` in prose, with its place. */
export function inlineCode({ path, prose }: Page): { readonly place: string; readonly code: string }[] {
  return prose.flatMap((text, index) =>
    [...text.matchAll(/`([^`]+)`/g)].map((match) => ({ place: `${path}:${index + 1}`, code: match[1] ?? '' })),
  )
}
