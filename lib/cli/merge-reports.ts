import { readFile } from 'node:fs/promises'
import { type Command } from 'commander'
import { InputError, type Problem } from '../errors.js'
import type { ShardFile } from '../run/merge/check-shards.js'
import { mergeShards } from '../run/merge/merge-shards.js'
import { readShard } from '../run/merge/read-shard.js'
import { checkReports, writeResult } from './write-result.js'

const FORMATS = ['text', 'json', 'markdown']

/** `merge-reports`: the results of shards as the result of the whole run. */
export function addMergeReportsCommand(program: Command): void {
  program
    .command('merge-reports <files...>')
    .description('merge what `run --shard i/n -o json` wrote')
    .option('-o, --output <format>', 'text, json or markdown', 'text')
    .option(
      '--report <format=path>',
      'junit, markdown, github, json or text into a file; repeatable',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .addHelpText('after', '\nExample:\n  audit-lab merge-reports shard-*.json --report junit=reports/junit.xml')
    .action(async (files: string[], flags: { output: string; report: string[] }) => {
      if (!FORMATS.includes(flags.output)) {
        throw new InputError(`--output ${flags.output}: text, json or markdown is expected`)
      }
      await checkReports(flags.report)
      const result = mergeShards(await readShards(files))
      await writeResult(result, flags.output, flags.report)
      process.exitCode = result.summary.exitStatus
    })
}

/** Throws InputError with every file that is no result of a shard. */
async function readShards(files: readonly string[]): Promise<[ShardFile, ...ShardFile[]]> {
  const problems: Problem[] = []
  const shards: ShardFile[] = []
  for (const file of files) {
    const read = await readFile(file, 'utf8').then(readShard, (error: unknown) => ({
      problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    }))
    if ('problem' in read) problems.push({ file, line: 1, column: 1, message: read.problem })
    else shards.push({ file, result: read })
  }
  const [first, ...others] = shards
  if (problems.length > 0 || first === undefined) throw new InputError('some results cannot be read', { problems })
  return [first, ...others]
}
