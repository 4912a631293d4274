import type { Case } from './case.js'
import type { JudgedCell } from './judge-subject.js'
import type { Leak } from './result.js'
import { admits } from './verdict.js'

/** The leaks of a scenario under a policy, each once, though several claims may cover its request. */
export function leakList(cells: readonly JudgedCell[], { policy, scenario }: Case): Leak[] {
  const leaks = new Map<string, Leak>()
  for (const { subject, pin, leaks: found } of cells) {
    for (const { auditID, stage, place, encoding, secret } of found) {
      const key = JSON.stringify([auditID, stage, place, secret])
      if (leaks.has(key)) continue
      leaks.set(key, {
        policy: policy.name,
        scenario: scenario.name,
        step: subject.step,
        request: subject.request,
        ...{ auditID, stage, place, encoding, secret },
        why: pin.state === 'equal' && admits(pin, place) ? pin.pinned.excuse : null,
        file: scenario.file,
        line: subject.position.line,
      })
    }
  }
  return [...leaks.values()]
}
