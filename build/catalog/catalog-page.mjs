import { cellsOf, distinctColumns } from './cells-of.mjs'
import { code, link, table } from './markdown.mjs'
import { SURPRISES } from './surprises.mjs'

/** What the catalog holds, and what it shows. */
export function catalogPage({ scenarios, policies, broken }) {
  for (const scenario of scenarios) {
    if (distinctColumns(scenario, policies) < 2 && numbersOf(scenario).length === 0) {
      throw new Error(`${scenario.name} tells no two policies apart and shows no surprise`)
    }
  }
  const cells = scenarios.reduce((sum, { results }) => sum + results.length, 0)
  const requests = scenarios.reduce((sum, scenario) => sum + cellsOf(scenario).length, 0)
  return `# What is in the catalog?

${scenarios.length} scenarios with ${requests} claimed requests, ${policies.length} policies that load and ${broken.length} that are broken, ${cells} cells. This page is
written by \`npm run generate\`. Every cell stands in [the matrix](matrix.md).

## Scenarios

The last column counts how many of the ${policies.length} columns of the matrix differ. A scenario that tells no two policies apart and shows no
surprise is not in the catalog.

${table(
  ['scenario', 'what it shows', 'needs', 'surprises', 'columns'],
  scenarios.map((scenario) => [
    link(scenario.name, scenario.path),
    scenario.about,
    scenario.needs.join(', '),
    numbersOf(scenario).join(', '),
    distinctColumns(scenario, policies),
  ]),
)}

## Surprises

What people found out the hard way, and where it is shown.

${table(
  ['', 'surprise', 'shown by'],
  SURPRISES.map((one, index) => [
    index + 1,
    `${one.what} ([upstream](${one.source}))`,
    shownBy(one, index + 1, scenarios),
  ]),
)}

## Blind spots

Acts that policies are known to miss, and how many of the ${policies.length} policies keep no record of one: no Event, or none that says how it
ended.

${missedTable(scenarios, policies)}

## Leaks

Where a secret, or a body that may hold one, reaches the log.

${leakTable(scenarios, policies)}

## Policies

What each policy misses of the acts that should be on record, what it lets into the log, how many packs of
[requirements](requirements.md) hold for every possible request, and how many detection rules can never fire under it. One policy on a
page: [check](check.md).

${table(
  ['policy', 'acts without a trace', 'acts that leak', 'packs that hold', 'Falco blind', 'Sigma blind'],
  policies.map(({ name, path, findings }) => [
    link(name, path),
    `${sum(findings.noTrace.groups)} of ${findings.noTrace.acts}`,
    sum(findings.leaks),
    `${findings.requirements.filter(({ holds, of }) => holds === of).length} of ${findings.requirements.length}`,
    ...['Falco', 'Sigma'].map((tool) => blindness(findings, tool)),
  ]),
)}

## Detections

Rules of other tools that can never fire, and under which policies.

${detectionTable(policies)}

## Broken policies

Each names its defect in its first line.

${table(
  ['policy', 'defect', 'loaded', 'the server says'],
  broken.map(({ path, defect, loaded, message }) => [
    link(path.replace(/^.*\/|\.yaml$/g, ''), path),
    defect.replace(/(https?:\S+)/g, '<$1>').replaceAll('*', '\\*'),
    loaded,
    code(message.replace(/\s+/g, ' ')),
  ]),
)}
`
}

function numbersOf({ labels }) {
  return (labels.surprise ?? '').split(',').filter((number) => number !== '')
}

function shownBy({ shown, not }, number, scenarios) {
  const by = scenarios.filter((scenario) => numbersOf(scenario).includes(String(number)))
  const links = by.map(({ name, path }) => link(name, path))
  if (shown !== undefined) links.push(link(shown.replace(/^.*\//, '').replace(/\.yaml$/, ''), shown))
  if (links.length === 0 && not === undefined) throw new Error(`surprise ${number} is neither shown nor said why not`)
  return links.length > 0 ? links.join(', ') : `not shown: ${not}`
}

function sum(groups) {
  return groups.reduce((total, { acts }) => total + acts.length, 0)
}

function missedTable(scenarios, policies) {
  const acts = new Map()
  for (const { findings } of policies) {
    for (const { acts: untraced } of findings.noTrace.groups) {
      for (const { request, blindSpot } of untraced) if (blindSpot) acts.set(request, (acts.get(request) ?? 0) + 1)
    }
  }
  const pack = scenarios.filter(({ labels }) => labels.pack === 'blind-spots')
  const rows = pack.flatMap((scenario) =>
    scenario.steps.flatMap(({ expect }) =>
      expect
        .filter(({ atLeast, by }) => (atLeast ?? 'None') !== 'None' && by === undefined)
        .map(({ request }) => ({ request, scenario })),
    ),
  )
  const requests = [...new Set(rows.map(({ request }) => request))].sort()
  return table(
    ['act', 'missed by', 'scenarios'],
    requests.map((request) => {
      const by = [...new Set(rows.filter((row) => row.request === request).map(({ scenario }) => scenario))]
      return [code(request), acts.get(request) ?? 0, by.map(({ name, path }) => link(name, path)).join(', ')]
    }),
  )
}

function leakTable(scenarios, policies) {
  const found = new Map()
  for (const { name, findings } of policies) {
    for (const { acts } of findings.leaks) {
      for (const { request, places, scenarios: by } of acts) {
        const one = found.get(request) ?? { places: new Set(), by: new Set(), policies: new Set() }
        for (const place of places) one.places.add(place)
        for (const scenario of by) one.by.add(scenario)
        one.policies.add(name)
        found.set(request, one)
      }
    }
  }
  const pathOf = new Map(scenarios.map(({ name, path }) => [name, path]))
  return table(
    ['act', 'where', 'policies', 'scenarios'],
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([request, one]) => [
        code(request),
        one.places.size === 0 ? 'the body as such' : [...one.places].sort().map(code).join(', '),
        one.policies.size,
        [...one.by]
          .sort()
          .map((name) => link(name, pathOf.get(name)))
          .join(', '),
      ]),
  )
}

function blindness(findings, tool) {
  const one = findings.detections.find(({ tool: name }) => name === tool)
  return `${one.blind.length} of ${one.of}`
}

function detectionTable(policies) {
  const blind = new Map()
  for (const { name, findings } of policies) {
    for (const { tool, blind: rules } of findings.detections) {
      for (const rule of rules) {
        const key = JSON.stringify([tool, rule.name])
        blind.set(key, [...(blind.get(key) ?? []), name])
      }
    }
  }
  return table(
    ['tool', 'rule', 'blind under'],
    [...blind]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, names]) => {
        const [tool, rule] = JSON.parse(key)
        return [tool, rule, names.length === policies.length ? 'every policy' : names.map(code).join(', ')]
      }),
  )
}
