import { createHash } from 'node:crypto'

/** One part of a selection of scenarios: the `index`th of `of`, counted from 1. */
export interface ShardNumber {
  readonly index: number
  readonly of: number
}

/** `2/3`; null for what is no shard. */
export function parseShard(text: string): ShardNumber | null {
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  return index !== undefined && shard.index <= shard.of ? shard : null
}

/**
 * The names of a shard, in the order in which they are given. Names are sorted by their SHA-256 and cut into pieces whose
 * sizes differ by one at most. So machines agree without talking, whatever the order of their files, and a scenario that
 * is added or removed moves at most one other across each cut.
 */
export function namesInShard(names: readonly string[], { index, of }: ShardNumber): string[] {
  const sorted = names.map((name) => ({ name, hash: hashOf(name) })).sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const cut = (part: number): number => Math.floor((part * names.length) / of)
  const own = new Set(sorted.slice(cut(index - 1), cut(index)).map(({ name }) => name))
  return names.filter((name) => own.has(name))
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}
