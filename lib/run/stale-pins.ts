import { blankResult } from './case.js'
import type { Case } from './case.js'
import type { Result } from './result.js'
import type { Subject } from './subject.js'

/** A failed result for each pinned cell of a scenario that no claim and no request answers to. */
export function staleResults(subjects: readonly Subject[], of: Case): Result[] {
  const { policy, scenario } = of
  const entries = policy.cells?.entriesOf(scenario.name) ?? []
  const stale = entries.filter(({ step, request }) => !subjects.some((s) => s.step === step && s.request === request))
  return stale.map(({ step, request, cells }) => ({
    ...blankResult(of, { step, request, line: cells[0]?.position.line ?? 1 }),
    file: policy.cells?.file ?? scenario.file,
    expected: { atLeast: null, atMost: null, pinned: cells[0]?.level ?? null },
    status: 'failed',
    why: 'It is pinned, but the scenario makes no such request: remove it, or run with --update.',
  }))
}
