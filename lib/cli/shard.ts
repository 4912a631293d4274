import { InvalidArgumentError } from 'commander'
import type { Execution } from '../engine/execution.js'
import type { Shard } from '../run/result.js'
import type { Scenario } from '../scenario/scenario.js'
import { namesInShard, parseShard, type ShardNumber } from '../scenario/shard.js'

/** For commander: bad usage is exit status 2. */
export function shardNumber(text: string): ShardNumber {
  const shard = parseShard(text)
  if (shard === null) throw new InvalidArgumentError('i/n is expected, 1 ≤ i ≤ n, such as 2/3.')
  return shard
}

/** The scenarios of a shard, and what its result says of the split. */
export function takeShard(
  scenarios: readonly Scenario[],
  number: ShardNumber,
  failOnSkip: boolean,
): { readonly scenarios: readonly Scenario[]; readonly shard: Shard } {
  const selection = scenarios.map(({ name }) => name)
  const own = new Set(namesInShard(selection, number))
  return { scenarios: scenarios.filter(({ name }) => own.has(name)), shard: { ...number, selection, failOnSkip } }
}

/** An empty shard starts nothing: no version is known, and no policy was loaded. */
export function nothingRun(engine: string): Execution {
  return { engine, kubernetes: 'not run', policies: [] }
}
