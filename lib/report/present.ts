import type { RunResult } from '../run/result.js'
import { relativePath, relativePaths } from '../util/path.js'
import { printable, printableLines } from '../util/printable.js'
import { mapStrings } from '../util/strings.js'

const PATHS: ReadonlySet<string> = new Set(['file', 'path', 'ruleAt'])
const SEVERAL_LINES: ReadonlySet<string> = new Set(['message', 'why'])

/** The result as people read it: paths, those in sentences too, as seen from `root`, and nothing in it that could drive a terminal. */
export function presentable(result: RunResult, root: string | null): RunResult {
  return mapStrings(result, (text, key) => {
    if (SEVERAL_LINES.has(key)) return printableLines(relativePaths(text, root))
    return printable(PATHS.has(key) ? relativePath(text, root) : text)
  })
}
