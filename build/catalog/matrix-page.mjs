import { cellsOf } from './cells-of.mjs'
import { code, link, table } from './markdown.mjs'

/** Every claimed request of every scenario under every policy. */
export function matrixPage({ scenarios, policies }) {
  const numbers = policies.map((_, index) => index + 1)
  const areas = [...new Set(scenarios.map(({ labels }) => labels.area ?? ''))].sort()
  return `# What does each policy make of each request?

Every claimed request of the shipped [scenarios](catalog.md#scenarios) under every shipped [policy](policies.md). It is written by
\`npm run generate\`, from the cells that are pinned beside the policies and measured on real servers.

\`·\` left no Event, \`M\` Metadata, \`Q\` Request, \`R\` RequestResponse. \`~\` breaks a claim or leaks, for the reason that stands
in the policy's cells file. Several cells are those of several requests of one description.

${table(
  ['', 'policy'],
  policies.map(({ name, path }, index) => [index + 1, link(name, path)]),
)}

${areas.map((area) => areaSection(area, scenarios, policies, numbers)).join('\n\n')}
`
}

function areaSection(area, scenarios, policies, numbers) {
  const own = scenarios.filter(({ labels }) => (labels.area ?? '') === area)
  return `## ${area}\n\n${own.map((scenario) => scenarioTable(scenario, policies, numbers)).join('\n\n')}`
}

function scenarioTable(scenario, policies, numbers) {
  const rows = cellsOf(scenario).map(({ step, request, cells }) => [
    step,
    code(request),
    ...policies.map(({ name }) => cells.get(name) ?? ''),
  ])
  return `${link(scenario.name, scenario.path)}: ${scenario.about}\n\n${table(['step', 'request', ...numbers], rows)}`
}
