import type { Execution, ScenarioExecution, TracedRequest } from '../engine/execution.js'
import { signatureOf } from '../engine/replay/same-requests.js'
import { groupBy } from '../util/group.js'
import { volumeOf } from '../volume/volume.js'
import { maskLine, withoutLatency } from './mask.js'
import type { CrossCheck, CrossDifference } from './result.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

/** A live run beside the replay of the same scenarios and policies: every request, every Event, line by line. */
export function crossCheck(live: Execution, replayed: Execution): CrossCheck {
  const differences: CrossDifference[] = []
  const volumes: CrossCheck['volumes'][number][] = []
  let requests = 0
  let events = 0
  for (const one of live.policies) {
    const other = replayed.policies.find(({ policy }) => policy === one.policy)
    const report = (scenario: string, step: string, what: string): void =>
      void differences.push({ policy: one.policy, scenario, step, what })
    if (one.loaded !== other?.loaded) {
      report('', '', `the server loads it: ${one.loaded}; the replay: ${other?.loaded ?? 'not at all'}`)
      continue
    }
    for (const scenario of one.scenarios) {
      const twin = other.scenarios.find((candidate) => candidate.scenario === scenario.scenario)
      if (scenario.status !== 'ran' || twin?.status !== 'ran') {
        if (scenario.status !== 'skipped')
          report(scenario.scenario, '', `${scenario.status} live, ${twin?.status ?? 'absent'} in the replay`)
        continue
      }
      const compared = compareScenario(scenario, twin, (step, what) => report(scenario.scenario, step, what))
      requests += compared.requests
      events += compared.events
    }
    // What a live engine skipped has no volume to compare.
    const ran = new Set(one.scenarios.filter(({ status }) => status === 'ran').map(({ scenario }) => scenario))
    const same = other.scenarios.filter(({ scenario }) => ran.has(scenario))
    volumes.push({
      policy: one.policy,
      live: volumeOf(linesOf(one.scenarios)),
      replayed: volumeOf(linesOf(same)),
    })
  }
  return { requests, events, differences, volumes }
}

/** A slow machine has annotations that a fast one has not, and neither the policy nor the request tells which. */
function linesOf(scenarios: readonly ScenarioExecution[]): string[] {
  return scenarios.flatMap((scenario) =>
    scenario.status === 'ran'
      ? scenario.steps.flatMap((step) => step.requests.flatMap(({ lines }) => lines.map(withoutLatency)))
      : [],
  )
}

function compareScenario(
  live: Ran,
  replayed: Ran,
  report: (step: string, what: string) => void,
): { requests: number; events: number } {
  let requests = 0
  let events = 0
  for (const step of new Set([...live.steps, ...replayed.steps].map(({ id }) => id))) {
    const own = bySignature(live, step)
    const others = bySignature(replayed, step)
    for (const signature of new Set([...own.keys(), ...others.keys()])) {
      const ours: readonly TracedRequest[] = own.get(signature) ?? []
      const theirs: readonly TracedRequest[] = others.get(signature) ?? []
      if (ours.length !== theirs.length)
        report(step, `${signature}: ${ours.length} live, ${theirs.length} in the replay`)
      ours.slice(0, theirs.length).forEach((request, index) => {
        requests += 1
        events += request.lines.length
        const what = differenceOf(request, live.variables, theirs[index], replayed.variables)
        if (what !== null) report(step, `${signature}: ${what}`)
      })
    }
  }
  return { requests, events }
}

function bySignature({ steps, variables }: Ran, step: string): Map<string, [TracedRequest, ...TracedRequest[]]> {
  const requests = steps.find(({ id }) => id === step)?.requests ?? []
  return groupBy(requests, (request) => signatureOf(request, variables))
}

function differenceOf(
  live: TracedRequest,
  liveVariables: Ran['variables'],
  replayed: TracedRequest | undefined,
  replayedVariables: Ran['variables'],
): string | null {
  if ((live.unknown === null) !== (replayed?.unknown === null))
    return `unknown ${live.unknown === null ? 'in the replay' : 'live'} only`
  // The stages of two requests at once may be written in turn, but those of one come in order.
  const own = live.lines.map((line) => maskLine(line, liveVariables))
  const others = replayed?.lines.map((line) => maskLine(line, replayedVariables)) ?? []
  if (own.length !== others.length) return `${own.length} Events live, ${others.length} in the replay`
  const at = own.findIndex((line, index) => line !== others[index])
  if (at < 0) return null
  const [one = '', other = ''] = [own[at], others[at]]
  const from = Math.max(0, firstDifference(one, other) - 60)
  return `Event ${at + 1} differs: live …${one.slice(from, from + 160)}… replay …${other.slice(from, from + 160)}…`
}

function firstDifference(one: string, other: string): number {
  let index = 0
  while (index < one.length && one[index] === other[index]) index += 1
  return index
}
