import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { InputError, type Problem } from '../errors.js'
import { readPolicy } from '../scenario/read-policy.js'
import type { LoadedPolicy } from '../policy/policy.js'
import type { RequirementsFile } from '../requirement/requirement.js'
import { cellsPath, type CellsFile } from '../scenario/cells.js'
import { findSuite } from '../scenario/find-suite.js'
import { packageRoot } from '../scenario/package-root.js'
import { readCells, readScenarios } from '../scenario/read.js'
import { filesOfPattern, readSuite, type ResolvedSuite } from '../scenario/resolve-suite.js'
import type { Scenario } from '../scenario/scenario.js'
import { readRequirementFiles } from './read-requirements.js'
import { policyName, SUITE_FILE } from '../scenario/suite.js'

export interface SelectionFlags {
  readonly policy: readonly string[]
  /** Added to those of the suite. */
  readonly requirements: readonly string[]
  readonly run?: string
  readonly label: readonly string[]
}

/** A policy of a run, with what it is held to. */
export interface SelectedPolicy {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly loaded: LoadedPolicy
  readonly cells: CellsFile | null
  /** Where its cells stand or would be written. */
  readonly cellsPath: string
}

/** What the command line and the suite select, loaded. */
export interface Selection {
  readonly policies: readonly SelectedPolicy[]
  readonly scenarios: readonly Scenario[]
  readonly requirements: readonly RequirementsFile[]
  readonly engine: string | null
  readonly reports: readonly string[]
  /** The command that runs one case again. */
  rerun(scenario: string, policy: string, engine: string, cluster: string | null): string
}

/** Finds and loads scenarios, policies and cells. Throws one InputError with every problem of all files. */
export async function select(names: readonly string[], flags: SelectionFlags): Promise<Selection> {
  const suite = await currentSuite()
  const scenarios = await readSelectedScenarios(names, flags)
  const policies = await readPolicies(flags.policy, suite)
  if (policies.length === 0) throw new InputError('no policy is selected', { hint: 'Name one with -p FILE.' })
  const given = new Map(policies.map((policy) => [policy.name, policy]))
  return {
    policies,
    scenarios,
    requirements: await readRequirementFiles([...suite.requirements, ...flags.requirements]),
    engine: suite.engine ?? null,
    reports: suite.reports,
    rerun: (scenario, policy, engine, cluster) => {
      const path = relative(process.cwd(), given.get(policy)?.path ?? policy)
      const named = policyName(path) === policy ? path : `${policy}=${path}`
      const asked = flags.requirements.map((one) => ` -r ${one}`).join('')
      const where = cluster === null ? '' : ` --cluster ${cluster}`
      return `audit-lab run --engine ${engine}${where} -p ${named}${asked} --run '^${scenario}$'`
    },
  }
}

/** The scenarios that the command line selects, loaded. Throws InputError when there are none. */
export async function readSelectedScenarios(
  names: readonly string[],
  flags: Pick<SelectionFlags, 'run' | 'label'>,
): Promise<Scenario[]> {
  const suite = await currentSuite()
  const scenarios = filtered(await readScenarios(await scenarioFiles(names, suite)), flags)
  if (scenarios.length === 0) throw new InputError('no scenario is selected', { hint: 'Loosen --run and --label.' })
  return scenarios
}

/** The suite around us, or the catalog of this package. */
async function currentSuite(): Promise<ResolvedSuite> {
  return readSuite(findSuite(process.cwd()) ?? join(packageRoot(), SUITE_FILE))
}

/** Scenario names of the suite, or files. */
async function scenarioFiles(names: readonly string[], suite: ResolvedSuite): Promise<readonly string[]> {
  if (names.length === 0) return suite.scenarios
  const files: string[] = []
  const problems: string[] = []
  for (const name of names) {
    const byName = suite.scenarios.filter((path) => policyName(path) === name)
    const found = byName.length > 0 ? byName : await filesOfPattern('scenarios', name, process.cwd())
    if (found.length === 0) problems.push(name)
    files.push(...found)
  }
  if (problems.length > 0) {
    throw new InputError(`no scenario file or name: ${problems.join(', ')}`, {
      hint: `Scenarios of the suite: ${suite.scenarios.map(policyName).join(', ')}.`,
    })
  }
  return [...new Set(files)]
}

function filtered(scenarios: readonly Scenario[], flags: Pick<SelectionFlags, 'run' | 'label'>): Scenario[] {
  const pattern = expression(flags.run ?? '')
  const labels = flags.label.map((label) => label.split('=', 2) as [string, string | undefined])
  return scenarios.filter(
    (scenario) =>
      (pattern.test(scenario.name) || scenario.steps.some((step) => pattern.test(`${scenario.name}/${step.id}`))) &&
      labels.every(([key, value]) => scenario.labels[key] === value),
  )
}

function expression(source: string): RegExp {
  try {
    return new RegExp(source)
  } catch (error) {
    throw new InputError(`--run ${source}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function readPolicies(given: readonly string[], suite: ResolvedSuite): Promise<SelectedPolicy[]> {
  const wanted =
    given.length === 0
      ? suite.policies.map(({ name, path }) => ({ name, path, cells: cellsPath(path) }))
      : given.map((argument) => namedPolicy(argument, suite))
  const problems: Problem[] = []
  const missing: string[] = []
  const policies: SelectedPolicy[] = []
  for (const { name, path, cells } of wanted) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) {
      missing.push(relative(process.cwd(), path))
      continue
    }
    try {
      const pinned = existsSync(cells) ? await readCells(cells) : null
      policies.push({ name, path, text, loaded: await readPolicy(text, path), cells: pinned, cellsPath: cells })
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(...error.problems)
    }
  }
  if (missing.length > 0) {
    throw new InputError(`no such policy: ${missing.join(', ')}`, {
      hint: `Policies of the suite: ${suite.policies.map((policy) => policy.name).join(', ')}.`,
    })
  }
  if (problems.length > 0) throw new InputError('some cells files cannot be used', { problems })
  return policies
}

/** `NAME=FILE`, a name of the suite's, or a file. */
function namedPolicy(argument: string, suite: ResolvedSuite): { name: string; path: string; cells: string } {
  const [, name, file] = /^([a-z0-9][a-z0-9-]*)=(.+)$/.exec(argument) ?? []
  if (name !== undefined && file !== undefined) {
    const model = suite.policies.find((policy) => policy.name === name)
    const path = resolve(file)
    return { name, path, cells: cellsPath(model?.path ?? join(dirname(path), `${name}.yaml`)) }
  }
  const known = suite.policies.find((policy) => policy.name === argument)
  const path = known?.path ?? resolve(argument)
  return { name: policyName(basename(path)), path, cells: cellsPath(path) }
}
