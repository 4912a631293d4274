import type { RunResult } from '../../run/result.js'
import { countOf } from '../../util/numbers.js'
import { wrap } from '../../util/width.js'
import { FAILED, title, WEAKNESS } from '../cell.js'
import type { Reason } from '../findings.js'
import { admittedOf, cellsWords, leaksOf, policiesWords, unclaimedOf, undecidedOf, weaknessesOf } from '../findings.js'
import { hasManyPolicies } from './overview.js'
import type { Style } from './section.js'
import { section } from './section.js'

/** Unclaimed requests are a hint, not a finding: more lines than this would bury what is one. */
const MOST_UNCLAIMED = 10

/** Where a canary or a secret of the server's stands though no claim allows it, admitted leaks too. */
export function leaksSection(run: RunResult, style: Style): string[] {
  const { colors, width } = style
  const failed = leaksOf(run)
    .filter(({ leak }) => leak.why === null)
    .map(({ leak, words }) => [
      `${colors.red(FAILED)} ${leak.policy}: ${title(leak.scenario, leak.step, leak.request)}`,
      ...below(`${words}, ${leak.file}:${leak.line}`, style),
    ])
  const admitted = admittedOf(run).map(({ policy, why, places }) => {
    const [first = '', ...rest] = wrap(`${policy}, admitted: ${why}`, width === null ? null : width - 4)
    return [
      `${colors.yellow(WEAKNESS)} ${first}`,
      ...rest.map((line) => `    ${line}`),
      ...(hasManyPolicies(run) ? [countOf(places.length, 'request')] : places).flatMap((place) => below(place, style)),
    ]
  })
  return section('Leaks', [...failed, ...admitted], style)
}

/** What the cells files admit, with their reasons. */
export function weaknessesSection(run: RunResult, style: Style): string[] {
  const blocks = weaknessesOf(run).map(({ policy, reasons }) => [
    style.colors.yellow(`${WEAKNESS} ${policy}`),
    ...reasons.flatMap((reason) => below(`${cellsWords(reason.cells)}: ${reason.why}`, style)),
  ])
  return section('Known weaknesses', blocks, style)
}

export function unknownSection(run: RunResult, style: Style): string[] {
  return section('Unknown', [undecidedOf(run, 'unknown').flatMap((reason) => undecidedLines(reason, style))], style)
}

export function skippedSection(run: RunResult, style: Style): string[] {
  return section('Skipped', [undecidedOf(run, 'skipped').flatMap((reason) => undecidedLines(reason, style))], style)
}

function undecidedLines({ cells, why }: Reason, style: Style): string[] {
  return below(`${cellsWords(cells)} under ${policiesWords(cells)}: ${why}`, style)
}

export function unclaimedSection(run: RunResult, style: Style): string[] {
  const steps = unclaimedOf(run)
  const shown = steps
    .slice(0, MOST_UNCLAIMED)
    .flatMap(({ place, requests }) => below(`${place}: ${requests.join(', ')}`, style))
  const hidden = steps.length - MOST_UNCLAIMED
  const more = hidden > 0 ? [`  and ${countOf(hidden, 'step')} more; the json report has them all`] : []
  return section('Requests that no claim covers', [[...shown, ...more]], style)
}

/** Indented by two; wrapped, the following lines by four. */
function below(text: string, { width }: Style): string[] {
  return text
    .split('\n')
    .flatMap((line) => wrap(line, width === null ? null : width - 4))
    .map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`))
}
