import type { PolicyResult, Result, RunResult, VersionDifference } from '../result.js'

/**
 * What differs between versions of Kubernetes: how a policy loads, and the level and the stages of a cell. Cells that are
 * skipped or unknown in one version are no difference: nothing is known of them, which the result says anyway.
 */
export function versionDifferences(runs: readonly [RunResult, ...RunResult[]]): VersionDifference[] {
  const [first] = runs
  const loading = first.policies.flatMap((policy) => {
    const versions = runs.flatMap(({ kubernetes, policies }) =>
      policies.filter(({ name }) => name === policy.name).map((one) => ({ kubernetes, ...loadedOf(one) })),
    )
    return differ(versions) ? [{ policy: policy.name, scenario: '', step: '', request: '', versions }] : []
  })
  return [...loading, ...cellDifferences(runs)]
}

function cellDifferences(runs: readonly RunResult[]): VersionDifference[] {
  const cells = new Map<string, { readonly scenario: string; readonly result: Result; readonly at: CellAt[] }>()
  for (const { kubernetes, scenarios, policies } of runs) {
    for (const { name: scenario, results } of scenarios) {
      for (const result of results) {
        // Only what is wrong is there.
        if (result.requirement !== null) continue
        const known = cells.get(result.id) ?? { scenario, result, at: [] }
        const loaded = policies.find(({ name }) => name === result.policy)?.loaded ?? 'strict'
        known.at.push({ kubernetes, loaded, cell: result })
        cells.set(result.id, known)
      }
    }
  }
  return [...cells.values()].flatMap(({ scenario, result: { policy, step, request }, at }) => {
    if (at.some(({ cell }) => cell.status === 'skipped' || cell.status === 'unknown')) return []
    const versions = runs.flatMap(({ kubernetes, policies }) => {
      const own = at.find((one) => one.kubernetes === kubernetes)
      if (own !== undefined) {
        return [{ kubernetes, loaded: own.loaded, actual: own.cell.actual, stages: own.cell.stages }]
      }
      // Told by how the policy loads.
      const refused = policies.some(({ name, loaded }) => name === policy && loaded === 'refused')
      return refused ? [] : [{ kubernetes, loaded: 'strict' as const, actual: null, stages: [] }]
    })
    const seen = versions.map(({ actual, stages }) => ({ actual, stages }))
    return differ(seen) ? [{ policy, scenario, step, request, versions }] : []
  })
}

interface CellAt {
  readonly kubernetes: string
  readonly loaded: PolicyResult['loaded']
  readonly cell: Result
}

function loadedOf({ loaded }: PolicyResult): Omit<VersionDifference['versions'][number], 'kubernetes'> {
  return { loaded, actual: null, stages: [] }
}

function differ(values: readonly object[]): boolean {
  const texts = values.map((value) => JSON.stringify({ ...value, kubernetes: null }))
  return new Set(texts).size > 1
}
