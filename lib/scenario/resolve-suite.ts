import { dirname, join } from 'node:path'
import { InputError } from '../errors.js'
import type { Problem } from '../errors.js'
import { findFiles } from '../util/find-files.js'
import { suggest } from './nearest.js'
import { packageRoot } from './package-root.js'
import { readSuiteFile } from './read.js'
import type { Position } from './scenario.js'
import { isCellsFile, policyName } from './suite.js'
import type { PatternList, Suite } from './suite.js'

/** A suite with its patterns resolved to absolute paths. */
export interface ResolvedSuite extends Omit<Suite, PatternList> {
  readonly policies: readonly NamedPolicy[]
  readonly scenarios: readonly string[]
  readonly requirements: readonly string[]
}

export interface NamedPolicy {
  readonly name: string
  readonly path: string
}

/** Where the catalog of this package keeps what `builtin:` names. */
const CATALOG: Readonly<Record<PatternList, string>> = {
  policies: 'policies',
  scenarios: 'scenarios',
  requirements: 'requirements',
}

/** Reads a suite and finds its files. Throws an InputError when a pattern names none or two policies share a name. */
export async function readSuite(file: string): Promise<ResolvedSuite> {
  const suite = await readSuiteFile(file)
  const problems: Problem[] = []
  const policies = namePolicies(await filesOf(suite, 'policies', problems), suite, problems)
  const scenarios = await filesOf(suite, 'scenarios', problems)
  const requirements = await filesOf(suite, 'requirements', problems)
  problems.push(...budgetProblems(suite, policies))
  if (problems.length > 0) throw new InputError(`${file} cannot be used`, { problems })
  return { ...suite, policies, scenarios, requirements }
}

/** The files that a pattern of a list names, `builtin:` ones from the catalog. What cannot be in the list is left out. */
export async function filesOfPattern(list: PatternList, pattern: string, directory: string): Promise<string[]> {
  const builtin = /^builtin:(.*)$/.exec(pattern)?.[1]
  const catalog = join(packageRoot(), CATALOG[list])
  // The catalog has folders, so `builtin:*`, all of it, means every depth.
  const files =
    builtin === undefined ? findFiles(pattern, directory) : findFiles(builtin === '*' ? '**' : builtin, catalog)
  const extension = list === 'policies' ? /\.(ya?ml|json)$/ : /\.ya?ml$/
  return (await files).filter((path) => extension.test(path) && !isCellsFile(path))
}

async function filesOf(suite: Suite, list: PatternList, problems: Problem[]): Promise<string[]> {
  const found = new Set<string>()
  for (const [index, pattern] of suite[list].entries()) {
    const files = await filesOfPattern(list, pattern, dirname(suite.file))
    files.forEach((file) => found.add(file))
    if (files.length > 0) continue
    problems.push(problemAt(suite, suite.positions[list][index], `\`${pattern}\` names no file`))
  }
  return [...found]
}

function namePolicies(paths: readonly string[], suite: Suite, problems: Problem[]): NamedPolicy[] {
  const byName = new Map<string, string>()
  for (const path of paths) {
    const name = policyName(path)
    const other = byName.get(name)
    if (other === undefined) byName.set(name, path)
    else
      problems.push(
        problemAt(suite, suite.positions.policies[0], `two policies are called \`${name}\`: ${other} and ${path}`),
      )
  }
  return [...byName].map(([name, path]) => ({ name, path }))
}

function budgetProblems(suite: Suite, policies: readonly NamedPolicy[]): Problem[] {
  const names = policies.map(({ name }) => name)
  return Object.keys(suite.budgets)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const message = `no policy \`${name}\` to hold to a budget; ${suggest(name, names)}`
      return problemAt(suite, suite.budgetPositions[name], message)
    })
}

function problemAt({ file }: Suite, position: Position | undefined, message: string): Problem {
  return { file, ...(position ?? { line: 1, column: 1 }), message }
}
