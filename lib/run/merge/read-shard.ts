import { z } from 'zod'
import type { RunResult } from '../result.js'

/** What of a result a merge looks into; the rest goes through as it stands. */
const volume = z.looseObject({ events: z.number(), bytes: z.number() })
const policy = z.looseObject({
  name: z.string(),
  sha256: z.looseObject({ policy: z.string(), cells: z.string().nullable() }),
  events: z.number(),
  bytes: z.number(),
  byLevel: z.record(z.string(), volume),
  byRule: z.array(volume),
  scenarios: volume,
  discovery: volume,
  background: volume.extend({ seconds: z.number() }).nullable(),
})
const scenario = z.looseObject({ name: z.string(), results: z.array(z.looseObject({ id: z.string() })) })
const place = z.looseObject({ policy: z.string(), scenario: z.string() })
const shard = z.object({
  index: z.int().min(1),
  of: z.int().min(1),
  selection: z.array(z.string()),
  failOnSkip: z.boolean(),
})
const result = z.looseObject({
  engine: z.string(),
  kubernetes: z.string(),
  policies: z.array(policy),
  scenarios: z.array(scenario),
  leaks: z.array(place),
  unclaimed: z.array(place),
  requirements: z.array(
    z.looseObject({ policy: z.string(), id: z.string(), held: z.number(), broken: z.number(), unknown: z.number() }),
  ),
  limits: z.array(place),
  summary: z.looseObject({ matchedNothing: z.number() }),
  crossCheck: z.looseObject({ differences: z.array(z.unknown()), volumes: z.array(z.unknown()) }).nullable(),
  shard,
})

const EXPECTED = 'expected is what `audit-lab run --shard i/n -o json` writes'

/** A result with its shard, as `run --shard i/n -o json` wrote it. */
export type ShardResult = RunResult & { readonly shard: NonNullable<RunResult['shard']> }

/** The result in a text, or what is wrong with it, as a sentence. */
export function readShard(text: string): ShardResult | { readonly problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `no JSON (${error instanceof Error ? error.message : String(error)}); ${EXPECTED}` }
  }
  const { schemaVersion, shard: part } = (value ?? {}) as Partial<RunResult>
  if (schemaVersion !== 1) return { problem: `schemaVersion ${JSON.stringify(schemaVersion)}, expected is 1` }
  if (part === null) return { problem: `the result of a whole run, there is nothing to merge; ${EXPECTED}` }
  const read = result.safeParse(value)
  if (read.success) return value as ShardResult
  const [issue] = read.error.issues
  return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}; ${EXPECTED}` }
}
