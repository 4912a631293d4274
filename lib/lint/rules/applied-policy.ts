import type { LintRule } from '../rule.js'
import { keyPlace, valueAt } from '../subject.js'
import { code, listOf } from '../words.js'

/** @see https://github.com/kubernetes/website/issues/14105 */
export const appliedPolicy: LintRule = {
  id: 'applied-policy',
  severity: 'warning',
  why: 'Policy is the format of a file, no object of the API. kubectl apply fails, and the server ignores the metadata.',
  check(subject) {
    const metadata = valueAt(subject, ['metadata'])
    const keys = metadata?.type === 'object' ? metadata.members.map(({ key }) => key) : []
    // A name alone is a habit that harms nobody.
    const idle = keys.filter((key) => key !== 'name' && key !== 'creationTimestamp')
    if (idle.length === 0) return []
    const message = `${listOf(idle.map(code))} of metadata mean nothing here: this file cannot be applied, the server reads it when it starts`
    return [{ at: keyPlace(subject, ['metadata']), message }]
  },
}
