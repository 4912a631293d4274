import type { LintRule } from '../rule.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

/** @see https://github.com/yaml/go-yaml/blob/v2.4.2/resolve.go */
export const yaml11: LintRule = {
  id: 'yaml-1-1',
  severity: 'error',
  why: 'Kubernetes reads YAML 1.1, where yes, no, on, off, y and n are booleans. The server refuses a boolean or a number where a string is expected.',
  check(subject) {
    const text = subject.source?.text ?? ''
    return [...typedValues(subject)].flatMap(({ node, type }) => {
      if (type.kind !== 'string' || (node.type !== 'bool' && node.type !== 'number')) return []
      const written = text.slice(node.start, node.end)
      const what = node.type === 'bool' ? `the boolean ${String(node.value)}` : `the number ${node.value}`
      return [
        {
          at: node,
          message: `${code(written)} is ${what} here, not a string; quote it: ${code(`'${written}'`)}`,
          fix: [
            {
              start: node.start,
              end: node.end,
              text: subject.text.trimStart().startsWith('{') ? JSON.stringify(written) : `'${written}'`,
            },
          ],
        },
      ]
    })
  },
}
