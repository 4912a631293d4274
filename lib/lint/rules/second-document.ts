import type { LintRule } from '../rule.js'
import { linePlace } from '../subject.js'

export const secondDocument: LintRule = {
  id: 'second-document',
  severity: 'error',
  why: 'The server reads the first document of a file and ignores the rest without a word.',
  check(subject) {
    const more = subject.source?.more ?? null
    if (more === null) return []
    const message = 'the server never reads this second document; join its rules to those of the first one'
    return [{ at: linePlace(subject, more.line), message }]
  },
}
