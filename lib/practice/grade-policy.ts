import { attributesOfEvent } from '../audit/attributes-of.js'
import type { AuditEvent } from '../audit/event.js'
import { provePolicy } from '../check/prove-policy.js'
import { replay } from '../engine/replay/replay.js'
import type { RecordedRequest } from '../engine/replay/recording.js'
import { evaluate } from '../policy/evaluate.js'
import { loadPolicy } from '../policy/load.js'
import type { Policy } from '../policy/policy.js'
import { loadRequirements } from '../requirement/load.js'
import type { Mark } from './exercise.js'
import type { RecordedRequests } from './recorded.js'

type Expected = Mark['requests'][number]

const FILE = 'policy.yaml'

/** Why a policy does not earn a mark: real requests under it that went otherwise, and what does not hold of every request. */
export async function policyReasons(mark: Mark, answer: string, recorded: RecordedRequests): Promise<string[]> {
  const loaded = loadPolicy(answer, FILE)
  if (loaded.loaded === 'refused') return [`kube-apiserver does not start: ${loaded.message}`]
  const requests = await Promise.all(
    mark.requests.map(async (expected) => ({ expected, request: await recorded.of(expected) })),
  )
  return [
    ...(mark.strict === true && loaded.loaded === 'lenient' ? [loaded.message] : []),
    ...requests.flatMap(({ expected, request }) => requestReasons(expected, request, loaded.policy)),
    ...requirementReasons(mark, loaded.policy),
  ]
}

function requestReasons(expected: Expected, request: RecordedRequest, policy: Policy): string[] {
  const { levels, stages, unknown } = outcome(request, policy)
  const who = `${expected.send} by ${expected.user}${expected.namespace === undefined ? '' : ` in ${expected.namespace}`}`
  if (unknown !== null)
    throw new Error(`a recorded request of an exercise must be replayed exactly: ${who}: ${unknown}`)
  const level = levels[0] ?? 'None'
  const missing = expected.stages?.filter((stage) => !stages.includes(stage)) ?? []
  const extra = expected.stages === undefined ? [] : stages.filter((stage) => expected.stages?.includes(stage) !== true)
  return [
    ...(level === expected.level
      ? []
      : [`${who} is ${level}, and should be ${expected.level}: ${decidedBy(request, policy)}`]),
    ...(missing.length === 0 ? [] : [`${who} leaves no ${missing.join(', ')}: ${decidedBy(request, policy)}`]),
    ...(extra.length === 0 ? [] : [`${who} leaves ${extra.join(', ')} too: ${decidedBy(request, policy)}`]),
  ]
}

interface Outcome {
  readonly levels: readonly string[]
  readonly stages: readonly AuditEvent['stage'][]
  readonly unknown: string | null
}

function outcome(request: RecordedRequest, policy: Policy): Outcome {
  const step = { id: 'practice', exitCode: null, stderr: '', timedOut: false, secrets: [], requests: [request] }
  const ran = replay(
    {
      schemaVersion: 1,
      scenario: 'practice',
      hash: '',
      kubernetes: '',
      kubectl: '',
      engine: '',
      variables: {},
      steps: [step],
      components: [],
    },
    policy,
  )
  const [traced] = ran.status === 'ran' ? (ran.steps[0]?.requests ?? []) : []
  const events = (traced?.lines ?? []).map((line) => JSON.parse(line) as AuditEvent)
  return {
    levels: events.map(({ level }) => level),
    stages: events.map(({ stage }) => stage),
    unknown: traced?.unknown ?? null,
  }
}

/** `rule 2 (None, line 7) decides`. */
function decidedBy({ lines: [line] }: RecordedRequest, policy: Policy): string {
  if (line === undefined) return 'nothing was recorded'
  const { rule } = evaluate(policy, attributesOfEvent(JSON.parse(line) as AuditEvent))
  const found = rule === null ? undefined : policy.rules[rule - 1]
  return rule === null || found === undefined
    ? 'no rule matches it'
    : `rule ${rule} (${found.level}, line ${found.line}) decides`
}

function requirementReasons({ id, requirements }: Mark, policy: Policy): string[] {
  if (requirements.length === 0) return []
  const pack = loadRequirements(JSON.stringify({ requirements }), `${id}.yaml`)
  const { requirements: proved } = provePolicy(policy, FILE, [{ name: id, file: `${id}.yaml`, ...pack }])
  return proved.flatMap(({ status, counterexample, id: of }) => {
    if (status === 'holds') return []
    if (counterexample === null) return [`${of} could not be decided`]
    const { request, why, rule, at } = counterexample
    return [`${request} ${why}: ${rule === null ? 'no rule matches it' : `rule ${rule} (${at}) decides`}`]
  })
}
