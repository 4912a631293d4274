/** What each policy made of each claimed request of a scenario: `step` and `request`, and by policy its cell as text. */
export function cellsOf({ results }) {
  const rows = new Map()
  for (const { step, request, policy, actual, status } of results) {
    const key = JSON.stringify([step, request])
    const row = rows.get(key) ?? { step, request, cells: new Map() }
    const cell = `${LETTERS[actual] ?? '?'}${status === 'weakness' ? '~' : ''}`
    const before = row.cells.get(policy)
    if (before === undefined) row.cells.set(policy, cell)
    else if (!before.split('/').includes(cell)) row.cells.set(policy, `${before}/${cell}`)
    rows.set(key, row)
  }
  return [...rows.values()]
}

export const LETTERS = { None: '·', Metadata: 'M', Request: 'Q', RequestResponse: 'R' }

/** How many policies' columns differ from each other in a scenario. */
export function distinctColumns(scenario, policies) {
  const rows = cellsOf(scenario)
  const columns = policies.map(({ name }) => rows.map(({ cells }) => cells.get(name).replaceAll('~', '')).join(' '))
  return new Set(columns).size
}
