import { prove } from '../analysis/prove.js'
import type { Digest } from '../audit/digest.js'
import type { Detection } from '../detection/detection.js'
import { sightOf } from '../detection/sight.js'
import type { Execution } from '../engine/execution.js'
import { lint } from '../lint/lint.js'
import type { LoadedPolicy, Policy } from '../policy/policy.js'
import { KUBERNETES } from '../resources/resources.js'
import { judgeRun } from '../run/judge-run.js'
import type { Scenario } from '../scenario/scenario.js'
import { groupBy } from '../util/group.js'
import { digestVolume } from '../volume/digest-volume.js'
import type { Volume } from '../volume/volume.js'
import { actsOf } from './acts.js'
import type { Pack } from './catalog.js'
import { exampleOf, rulePlace, type RulePlace } from './example-of.js'
import type { CheckResult, DailyCost, Findings, PackResult, ToolResult, Unseeing } from './result.js'

/** A policy, and all that it is held to. */
export interface CheckInput {
  readonly policy: {
    readonly name: string
    readonly path: string
    readonly text: string
    readonly loaded: LoadedPolicy
  }
  readonly scenarios: readonly Scenario[]
  /** The scenarios replayed under the policy. */
  readonly execution: Execution
  readonly packs: readonly Pack[]
  readonly detections: readonly Detection[]
  readonly background: Readonly<Record<DailyCost['load'], Digest>>
}

/**
 * Everything that can be said of a policy with no cluster. An error, exit status 1, is what lint calls one, what the server
 * loads only leniently, an act that leaves no trace, and a body or a secret in the log. Requirements and detections are for the reader to weigh:
 * nobody owes all of them.
 */
export function check(input: CheckInput): CheckResult {
  const { name, path, text, loaded } = input.policy
  const { findings: linted } = lint(text, path, KUBERNETES)
  const { notes } = loaded
  if (loaded.loaded === 'refused') {
    const policy = { name, path, loaded: loaded.loaded, message: loaded.message, notes, rules: 0 }
    return { schemaVersion: 1, policy, lint: linted, findings: null, exitStatus: 2 }
  }
  const findings = findingsOf(input, loaded.policy)
  const message = loaded.loaded === 'lenient' ? loaded.message : null
  const isError =
    message !== null ||
    findings.noTrace.groups.length > 0 ||
    findings.leaks.length > 0 ||
    linted.some(({ severity }) => severity === 'error')
  const policy = { name, path, loaded: loaded.loaded, message, notes, rules: loaded.policy.rules.length }
  return { schemaVersion: 1, policy, lint: linted, findings, exitStatus: isError ? 1 : 0 }
}

function findingsOf(input: CheckInput, policy: Policy): Findings {
  const place = rulePlace(policy, input.policy.path)
  const { cases } = judgeRun({
    execution: input.execution,
    scenarios: input.scenarios,
    // What a policy does is shown, whatever its cells file excuses.
    policies: [{ ...input.policy, cells: null }],
    strict: false,
    failOnSkip: false,
    // They are decided for every possible request instead.
    requirements: [],
    shard: null,
    how: 'replayed',
    rerun: () => '',
  })
  const { owed, noTrace, leaks } = actsOf(cases, place)
  return {
    noTrace: { acts: owed, groups: noTrace },
    leaks,
    requirements: input.packs.map((pack) => packResult(pack, policy, place)),
    detections: [...groupBy(input.detections, ({ tool }) => tool)].map(([tool, detections]) =>
      toolResult(tool, detections, policy, place),
    ),
    cost: (['idle', 'busy'] as const).map((load) => dailyCost(load, input.background[load], policy)),
  }
}

function packResult(pack: Pack, policy: Policy, place: RulePlace): PackResult {
  const proofs = pack.requirements.map((requirement) => ({
    requirement,
    proof: prove(policy, requirement, pack.assume),
  }))
  return {
    pack: pack.name,
    about: pack.about,
    holds: proofs.filter(({ proof }) => proof.status === 'holds').length,
    of: proofs.length,
    broken: proofs.flatMap(({ requirement: { id, clause }, proof }) =>
      proof.status === 'broken' ? [{ id, clause, counterexample: exampleOf(proof.counterexample, place) }] : [],
    ),
    undecided: proofs.filter(({ proof }) => proof.status === 'undecided').map(({ requirement }) => requirement.id),
  }
}

function toolResult(tool: string, detections: readonly Detection[], policy: Policy, place: RulePlace): ToolResult {
  const sights = detections.map((detection) => ({ name: detection.name, sight: sightOf(policy, detection) }))
  const unseeing = (status: 'blind' | 'partly'): Unseeing[] =>
    sights.flatMap(({ name, sight }) =>
      sight.status === status ? [{ name, missed: exampleOf(sight.missed, place) }] : [],
    )
  return {
    tool,
    of: detections.length,
    blind: unseeing('blind'),
    partly: unseeing('partly'),
    undecided: sights.filter(({ sight }) => sight.status === 'undecided').map(({ name }) => name),
  }
}

const DAY = 86_400
const EVERYTHING: Policy = {
  rules: [
    {
      ...{ level: 'RequestResponse', users: [], userGroups: [], verbs: [], resources: [], namespaces: [] },
      ...{ nonResourceURLs: [], omitStages: [], omitManagedFields: null, line: 1 },
    },
  ],
  omitStages: [],
  omitManagedFields: false,
}

function dailyCost(load: DailyCost['load'], digest: Digest, policy: Policy): DailyCost {
  return { load, ...perDay(digest, policy), everything: perDay(digest, EVERYTHING) }
}

function perDay(digest: Digest, policy: Policy): Volume {
  const volumes = Object.values(digestVolume(digest, policy))
  const total = (of: (volume: Volume) => number): number =>
    Math.round((volumes.reduce((sum, volume) => sum + of(volume), 0) * DAY) / digest.seconds)
  return { events: total(({ events }) => events), bytes: total(({ bytes }) => bytes) }
}
