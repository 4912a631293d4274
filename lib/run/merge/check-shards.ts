import type { Problem } from '../../errors.js'
import { groupBy } from '../../util/group.js'
import { namesInShard } from '../../scenario/shard.js'
import type { PolicyResult } from '../result.js'
import type { ShardResult } from './read-shard.js'

/** A shard's result with the file that it came from. */
export interface ShardFile {
  readonly file: string
  readonly result: ShardResult
}

/** Why results cannot be merged: every reason, with its file. Empty when they are the shards of one run. */
export function checkShards(files: readonly [ShardFile, ...ShardFile[]]): Problem[] {
  return [...differences(files), ...numbers(files), ...cases(files), ...policies(files)].map(({ file, message }) => ({
    ...{ file, line: 1, column: 1 },
    message,
  }))
}

interface Finding {
  readonly file: string
  readonly message: string
}

/** Shards without a scenario started no engine, so they say nothing of versions and policies. */
const hasRun = ({ result }: ShardFile): boolean => result.scenarios.length > 0

/** What must be the same in all of them. */
function differences(files: readonly [ShardFile, ...ShardFile[]]): Finding[] {
  const same = (
    what: string,
    of: readonly ShardFile[],
    value: (file: ShardFile) => unknown,
    words: (file: ShardFile) => string = (file) => String(value(file)),
  ): Finding[] => {
    const [first, ...others] = of
    if (first === undefined) return []
    const differing = others.filter((other) => JSON.stringify(value(other)) !== JSON.stringify(value(first)))
    return differing.map((other) => ({
      file: other.file,
      message: `${what} ${words(other)}, expected is ${words(first)} as in ${first.file}`,
    }))
  }
  const run = files.filter(hasRun)
  return [
    ...same('engine', files, ({ result }) => result.engine),
    ...same('Kubernetes', run, ({ result }) => result.kubernetes),
    ...same('requirements', run, ({ result }) => [...new Set(result.requirements.map(({ id }) => id))].join(', ')),
    ...same('parts:', files, ({ result }) => result.shard.of),
    ...same('fail on skip:', files, ({ result }) => result.shard.failOnSkip),
    ...same('cross-check:', run, ({ result }) => result.crossCheck !== null),
    ...same(
      'a selection of',
      files,
      ({ result }) => result.shard.selection,
      ({ result }) => `${result.shard.selection.length} scenarios (${result.shard.selection.join(', ')})`,
    ),
  ]
}

/** Every shard once. */
function numbers(files: readonly [ShardFile, ...ShardFile[]]): Finding[] {
  const groups = groupBy(files, ({ result }) => String(result.shard.index))
  const { of } = files[0].result.shard
  const twice = [...groups].flatMap(([index, [first, ...others]]) =>
    others.map(({ file }) => ({ file, message: `shard ${index}/${of} is there twice: ${first.file} has it too` })),
  )
  const missing = Array.from({ length: of }, (_, at) => String(at + 1)).filter((index) => !groups.has(index))
  return [...twice, ...missing.map((index) => ({ file: files[0].file, message: `shard ${index}/${of} is missing` }))]
}

/** Each shard holds its scenarios of the selection, and no others. */
function cases(files: readonly ShardFile[]): Finding[] {
  return files.flatMap(({ file, result: { shard, scenarios } }) => {
    const expected = namesInShard(shard.selection, shard)
    const found = scenarios.map(({ name }) => name)
    const words = `in shard ${shard.index}/${shard.of}`
    const twice = found.filter((name, at) => found.indexOf(name) !== at)
    return [
      ...expected.filter((name) => !found.includes(name)).map((name) => `scenario ${name} is missing ${words}`),
      ...found.filter((name) => !expected.includes(name)).map((name) => `scenario ${name} does not belong ${words}`),
      ...twice.map((name) => `scenario ${name} is twice ${words}`),
    ].map((message) => ({ file, message }))
  })
}

/** The same policies, in the same order, with the same text and the same pinned cells. */
function policies(files: readonly ShardFile[]): Finding[] {
  const [first, ...others] = files.filter(hasRun)
  if (first === undefined) return []
  const names = (file: ShardFile): string => file.result.policies.map(({ name }) => name).join(', ')
  return others.flatMap((other): Finding[] => {
    if (names(other) !== names(first)) {
      return [
        { file: other.file, message: `policies ${names(other)}, expected are ${names(first)} as in ${first.file}` },
      ]
    }
    return first.result.policies.flatMap((policy, at) => {
      const twin = other.result.policies[at]
      return twin === undefined
        ? []
        : differencesOf(policy, twin).map((what) => ({
            file: other.file,
            message: `policy ${policy.name}: ${what} than in ${first.file}`,
          }))
    })
  })
}

function differencesOf(one: PolicyResult, other: PolicyResult): string[] {
  return [
    ...(one.sha256.policy === other.sha256.policy ? [] : ['another text']),
    ...(one.sha256.cells === other.sha256.cells ? [] : ['other pinned cells']),
    ...(one.loaded === other.loaded ? [] : [`loaded otherwise (${other.loaded})`]),
    ...((one.background === null) === (other.background === null) ? [] : ['background in only one of them, otherwise']),
  ]
}
