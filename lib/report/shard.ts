import type { RunResult } from '../run/result.js'
import { countOf } from '../util/numbers.js'

/** `shard 2/3: 4 of 12 scenarios`; null for a whole run. */
export function shardWords({ shard, scenarios }: RunResult): string | null {
  if (shard === null) return null
  const { index, of, selection } = shard
  return scenarios.length === 0
    ? `shard ${index}/${of}: 0 scenarios in this shard, of ${selection.length}; nothing was run`
    : `shard ${index}/${of}: ${scenarios.length} of ${countOf(selection.length, 'scenario')}`
}
