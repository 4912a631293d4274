import type { ScenarioExecution, TracedRequest } from '../execution.js'

type Ran = Extract<ScenarioExecution, { status: 'ran' }>

/** A request without what differs from run to run: names of the run, generated names, versions of objects. */
export function signatureOf(request: TracedRequest, variables: Ran['variables']): string {
  return `${request.persona} ${request.method} ${withoutNames(request.target, variables)} ${request.status ?? 'no answer'}`
}

const GENERATED = [
  // Of a ReplicaSet and of its Pods; kube-apiserver generates from these letters.
  [/-[bcdfghjklmnpqrstvwxz2456789]{8,10}(-[bcdfghjklmnpqrstvwxz2456789]{5})?\b/g, '-generated'],
  [/resourceVersion=\d+/g, 'resourceVersion=N'],
  [/timeoutSeconds=\d+/g, 'timeoutSeconds=N'],
] as const

export function withoutNames(text: string, variables: Readonly<Record<string, string>>): string {
  let result = text
  // The longest first: the namespace holds the run's name.
  const values = Object.entries(variables).sort(([, a], [, b]) => b.length - a.length)
  for (const [name, value] of values) {
    if (value === '') continue
    for (const form of new Set([value, encodeURIComponent(value)])) result = result.replaceAll(form, `\${${name}}`)
  }
  for (const [pattern, replacement] of GENERATED) result = result.replaceAll(pattern, replacement)
  return result
}

/** The first step whose requests differ between two runs, with what differs; null when none does. */
export function differingStep(one: Ran, other: Ran): string | null {
  for (const step of one.steps) {
    const twin = other.steps.find(({ id }) => id === step.id)
    // Requests of one command may be sent side by side, so their order says nothing.
    const own = step.requests.map((request) => signatureOf(request, one.variables)).sort()
    const others = twin?.requests.map((request) => signatureOf(request, other.variables)).sort() ?? []
    const at = own.findIndex((signature, index) => signature !== others[index])
    if (at < 0 && own.length === others.length) continue
    const only = own[at] ?? others[own.length] ?? ''
    return `step ${step.id}: ${own.length} requests in one run, ${others.length} in another; the first that differs: ${only}`
  }
  return null
}
