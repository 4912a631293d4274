import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { InputError } from '../errors.js'
import { readText } from '../scenario/read-text.js'
import { countOf } from '../util/numbers.js'
import { EXIT, type ExitStatus } from './exit.js'
import { printResult } from './streams.js'

interface FormatFlags {
  readonly write?: true
  readonly check?: true
}

/** `format`: a policy written shorter with the same meaning. */
export function addFormatCommand(program: Command): void {
  program
    .command('format <policy>')
    .description('a policy written shorter with the same meaning, which is proven')
    .option('--write', 'into the file, instead of printing it')
    .option('--check', 'only say whether it could be shorter; exit with 1 when it could')
    .addHelpText(
      'after',
      `
Left out is what decides nothing: rules and items of lists. Rules that differ in one list are one. Comments stay with their
rules. Exit status: 0 done; 1 --check, and it could be shorter; 2 a file that cannot be rewritten, or bad usage; 3 it was not
proven that the meaning is the same, and nothing was written.

Examples:
  audit-lab format policy.yaml
  audit-lab format --write policy.yaml
  audit-lab format --check policy.yaml`,
    )
    .action(async (path: string, flags: FormatFlags) => {
      process.exitCode = await formatCommand(path, flags)
    })
}

async function formatCommand(path: string, { write, check }: FormatFlags): Promise<ExitStatus> {
  if (write === true && check === true) throw new InputError('--check writes nothing; leave out --write')
  const { formatPolicy } = await import('../check/format-policy.js')
  const before = await readText(path)
  const { text, rules, items, merged } = formatPolicy(before, path)
  const isShorter = rules + items + merged > 0
  const words = isShorter
    ? `${countOf(rules, 'rule')} and ${countOf(items, 'item')} decide nothing, ${countOf(merged, 'rule')} can join another; proven to mean the same`
    : 'nothing can be left out'
  process.stderr.write(`${path}: ${words}\n`)
  if (check === true) return isShorter ? EXIT.failed : EXIT.held
  if (write !== true) await printResult(text)
  else if (isShorter) await writeFile(path, text)
  return EXIT.held
}
