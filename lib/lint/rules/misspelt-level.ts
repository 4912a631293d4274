import { LEVELS, STAGES } from '../../audit/level.js'
import { nearest } from '../../scenario/nearest.js'
import type { LintRule } from '../rule.js'
import { replaced } from '../subject.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

export const misspeltLevel: LintRule = {
  id: 'misspelt-level',
  severity: 'error',
  why: 'Levels and stages are compared letter by letter, case included. The server refuses any other.',
  check(subject) {
    return [...typedValues(subject)].flatMap(({ node, type }) => {
      const name = type.kind === 'string' ? type.name : ''
      const known = name === 'v1.Level' ? LEVELS : name === 'v1.Stage' ? STAGES : null
      if (known === null || node.type !== 'string' || known.some((one) => one === node.value)) return []
      const what = known === LEVELS ? 'level' : 'stage'
      const near = nearest(node.value, known)
      if (near === null) return [{ at: node, message: `${code(node.value)} is no ${what}: ${known.join(', ')}` }]
      const message = `${code(node.value)} is no ${what}; did you mean ${code(near)}?`
      // Another case can mean nothing else; another spelling can.
      const isOtherCase = near.toLowerCase() === node.value.toLowerCase()
      return [isOtherCase ? { at: node, message, fix: [replaced(subject, node, near)] } : { at: node, message }]
    })
  },
}
