import type { Attributes } from '../audit/attributes.js'
import { bodyLimits } from '../audit/body-limits.js'
import { describeRequest } from '../audit/describe.js'
import { sizeIndex } from '../audit/digest.js'
import { expectedBodies } from '../audit/expected-bodies.js'
import type { Taken } from '../audit/found-limit.js'
import { LEVELS, STAGES, type Stage } from '../audit/level.js'
import { evaluate } from '../policy/evaluate.js'
import type { Decision, Policy } from '../policy/policy.js'
import type { EventMarks, MeasuredEvent } from './measured-event.js'
import { addTo } from './table.js'
import { Times } from './times.js'
import { addLimit, addVolume, noTotals, type PolicyTotals } from './totals.js'

/** Events of one kind of a request: one stage, the same bodies. */
export interface Kind {
  readonly marks: EventMarks
  events: number
  /** As in MeasuredEvent. */
  readonly sizes: [number, number, number, number, number]
  /** For each policy where in `sizes` its size stands; -1 where it writes nothing. */
  readonly logged: readonly number[]
}

/** Requests that every policy decides alike: the same attributes, user agent and server. */
export interface Entry {
  readonly attributes: Attributes
  readonly userAgent: string
  readonly node: string
  readonly decisions: readonly Decision[]
  /** What would become of the requests if the rule that decides them were not there. */
  readonly instead: readonly Decision[]
  /** Whether sizes without managedFields are asked for. */
  readonly dropsManagedFields: boolean
  readonly kinds: Map<number, Kind>
}

/** So many entries are held before they are added up. */
const MOST = 50_000

/** Counts Events of a log under policies. The cost of a policy is in the entries, not in the Events. */
export class Tally {
  /** Changes when entries are added up: what is counted in one that was had before is lost. */
  generation = 0
  readonly totals: readonly PolicyTotals[]
  readonly times: Times
  private readonly policies: readonly Policy[]
  /** What the policy decided that the log was taken under; null when nobody knows. */
  private readonly under: Policy | null
  private readonly entries = new Map<string, Entry>()
  private readonly namesMatter: boolean

  constructor(policies: readonly Policy[], under: Policy | null) {
    this.policies = policies
    this.under = under
    this.totals = policies.map(noTotals)
    this.times = new Times(policies.length)
    this.namesMatter = [...policies, ...(under === null ? [] : [under])].some(({ rules }) =>
      rules.some(({ resources }) => resources.some(({ resourceNames }) => resourceNames.length > 0)),
    )
  }

  add(event: MeasuredEvent): void {
    const entry = this.entryOf(event.attributes, event.userAgent, event.node)
    this.count(this.kindOf(entry, event.marks), event.sizes, event.time)
  }

  /** Whether some policy logs bodies of these requests without managedFields. */
  readonly withoutManagedFields = (attributes: Attributes): boolean => {
    return this.entryOf(attributes, '', '').dropsManagedFields
  }

  entryOf(attributes: Attributes, userAgent: string, node: string): Entry {
    const key = this.keyOf(attributes, userAgent, node)
    const known = this.entries.get(key)
    if (known !== undefined) return known
    if (this.entries.size >= MOST) this.settle()
    const decisions = this.policies.map((policy) => evaluate(policy, attributes))
    const instead = decisions.map((decision, policy) => this.decisionWithout(policy, decision, attributes))
    const drops = [...decisions, ...instead].some(dropsManagedFields)
    const kinds = new Map<number, Kind>()
    const entry = { attributes, userAgent, node, decisions, instead, dropsManagedFields: drops, kinds }
    this.entries.set(key, entry)
    return entry
  }

  kindOf(entry: Entry, marks: EventMarks): Kind {
    const key = keyOfMarks(STAGES.indexOf(marks.stage), LEVELS.indexOf(marks.level), marks)
    const known = entry.kinds.get(key)
    if (known !== undefined) return known
    const logged = entry.decisions.map((decision) => sizeUnder(decision, marks.stage))
    const kind: Kind = { marks, events: 0, sizes: [0, 0, 0, 0, 0], logged }
    entry.kinds.set(key, kind)
    return kind
  }

  count(kind: Kind, sizes: readonly [number, number, number, number, number], time: number): void {
    kind.events += 1
    for (let index = 0; index < 5; index++) (kind.sizes[index] as number) += sizes[index] as number
    if (Number.isNaN(time)) return
    const sums = this.times.at(time)
    for (let policy = 0; policy < kind.logged.length; policy++) {
      const index = kind.logged[policy] as number
      if (index < 0) continue
      sums[2 * policy] = (sums[2 * policy] as number) + 1
      sums[2 * policy + 1] = (sums[2 * policy + 1] as number) + (sizes[index] as number)
    }
  }

  /** Adds up what is held; what comes after is added to it. */
  settle(): void {
    this.generation += 1
    for (const entry of this.entries.values()) {
      this.totals.forEach((totals, policy) => this.settleEntry(totals, policy, entry))
    }
    this.entries.clear()
  }

  private settleEntry(totals: PolicyTotals, policy: number, entry: Entry): void {
    const { attributes, userAgent, node, decisions } = entry
    const decision = decisions[policy] as Decision
    const instead = entry.instead[policy] as Decision
    const whose = {
      ...{ level: decision.level, rule: decision.rule, userAgent, node },
      request: describeRequest(attributes),
      user: attributes.user?.name ?? '',
    }
    for (const kind of entry.kinds.values()) {
      const index = kind.logged[policy] as number
      if (index >= 0) addVolume(totals, whose, kind.events, kind.sizes[index] as number)
      const other = sizeUnder(instead, kind.marks.stage)
      if (decision.rule !== null) {
        addTo(
          totals.withoutRule,
          String(decision.rule),
          other < 0 ? 0 : kind.events,
          other < 0 ? 0 : (kind.sizes[other] as number),
        )
      }
      this.settleLimits(totals, kind, decision, attributes)
    }
  }

  /** What would become of the requests of a rule if it were not there. */
  private decisionWithout(policy: number, { rule }: Decision, attributes: Attributes): Decision {
    const whole = this.policies[policy] as Policy
    if (rule === null) return evaluate(whole, attributes)
    return evaluate(this.rest(policy, whole, rule), attributes)
  }

  private readonly rests = new Map<string, Policy>()

  private rest(policy: number, whole: Policy, rule: number): Policy {
    const key = `${policy}:${rule}`
    const made = this.rests.get(key) ?? { ...whole, rules: whole.rules.slice(rule) }
    this.rests.set(key, made)
    return made
  }

  private settleLimits(
    totals: PolicyTotals,
    { marks, events }: Kind,
    decision: Decision,
    attributes: Attributes,
  ): void {
    if (decision.level === 'None') return
    const keeps = (stage: Stage): boolean => !decision.omitStages.includes(stage)
    // One that failed authentication never has RequestReceived.
    if (keeps('RequestReceived') && attributes.user !== null) {
      if (marks.stage === 'RequestReceived') totals.received.begun += events
      else if (marks.stage !== 'ResponseStarted') totals.received.ended += events
    }
    const under = this.under === null ? null : evaluate(this.under, attributes)
    for (const stage of under?.omitStages ?? []) {
      // Only the other stage of the same request shows that one is missing.
      if (keeps(stage) && marks.stage === (stage === 'ResponseComplete' ? 'RequestReceived' : 'ResponseComplete'))
        addLimit(totals, 'missing-stage', events, true)
    }
    if (!keeps(marks.stage) || marks.stage === 'RequestReceived') return
    const taken: Taken = { under, complete: false }
    for (const { limit, certain } of bodyLimits(captured(marks, attributes), attributes, decision, taken))
      if (limit !== 'aggregated-api') addLimit(totals, limit, events, certain)
    const hasBody = marks.requestObject || (marks.responseObject && decision.level === 'RequestResponse')
    if (under?.omitManagedFields === true && !decision.omitManagedFields && decision.level !== 'Metadata' && hasBody)
      addLimit(totals, 'managed-fields-omitted', events, false)
  }

  private keyOf(request: Attributes, userAgent: string, node: string): string {
    const { user, verb, resourceRequest, apiGroup, resource, subresource, namespace, name, path } = request
    return JSON.stringify([
      ...[user, verb, apiGroup, resource, subresource, namespace, userAgent, node],
      ...[resourceRequest ? '' : path, this.namesMatter ? name : '', resourceRequest],
    ])
  }
}

/** Where in the sizes of an Event its size under a decision stands; -1 where none is written. */
function sizeUnder({ level, omitStages, omitManagedFields }: Decision, stage: Stage): number {
  return level === 'None' || omitStages.includes(stage) ? -1 : sizeIndex(level, omitManagedFields)
}

function dropsManagedFields({ level, omitManagedFields }: Decision): boolean {
  return omitManagedFields && (level === 'Request' || level === 'RequestResponse')
}

function captured(marks: EventMarks, attributes: Attributes): Parameters<typeof bodyLimits>[0] {
  return {
    ...{ stage: marks.stage, level: marks.level, code: marks.code },
    requestObject: marks.requestObject ? 'other' : 'absent',
    responseObject: marks.responseObject ? 'other' : 'absent',
    expected: expectedBodies(attributes, marks.code),
    ...{ truncated: marks.truncated, latency: false },
  }
}

/** What tells the kinds of one entry apart; of the code only what limits depend on. `stage` and `level` are indexes. */
export function keyOfMarks(stage: number, level: number, marks: Omit<EventMarks, 'stage' | 'level'>): number {
  const { code, requestObject, responseObject, truncated } = marks
  const flags = Number(requestObject) + 2 * Number(responseObject) + 4 * Number(truncated)
  const family = code === null ? 0 : 1 + (Math.floor(Math.abs(code) / 100) % 10)
  return ((stage * LEVELS.length + level) * 8 + flags) * 16 + family
}
