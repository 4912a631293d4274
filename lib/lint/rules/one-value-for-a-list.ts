import type { LintRule } from '../rule.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

export const oneValueForAList: LintRule = {
  id: 'one-value-for-a-list',
  severity: 'error',
  why: 'The server takes no single value where a list is expected, and does not start.',
  check(subject) {
    const text = subject.source?.text ?? ''
    return [...typedValues(subject)].flatMap(({ node, type, path }) => {
      if (type.kind !== 'slice' || !['string', 'bool', 'number'].includes(node.type)) return []
      const written = text.slice(node.start, node.end)
      return [
        {
          at: node,
          message: `${code(String(path.at(-1)))} takes a list: ${code(`[${written}]`)}`,
          fix: [{ start: node.start, end: node.end, text: `[${written}]` }],
        },
      ]
    })
  },
}
