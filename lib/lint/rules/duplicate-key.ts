import { groupBy } from '../../util/group.js'
import type { LintRule, Report } from '../rule.js'
import { linePlace, type Subject } from '../subject.js'
import { typedValues } from '../walk.js'
import { code } from '../words.js'

export const duplicateKey: LintRule = {
  id: 'duplicate-key',
  severity: 'error',
  why: 'Of two equal keys the server takes the last one and drops the other. Lists are not joined.',
  check: (subject) => [...inYaml(subject), ...inJson(subject)],
}

/** YAML is read to one value for each key, and the reader says which stood there twice. */
function inYaml(subject: Subject): Report[] {
  const errors = subject.source?.strictErrors.join('\n') ?? ''
  return [...errors.matchAll(/line (\d+): key (.+) already set in map/g)].map(([, line, key = '']) => ({
    at: linePlace(subject, Number(line)),
    message: `${code(key.replaceAll('"', ''))} stands here a second time; the server drops the first one`,
  }))
}

function inJson(subject: Subject): Report[] {
  return [...typedValues(subject)].flatMap(({ node }) =>
    node.type !== 'object'
      ? []
      : [...groupBy(node.members, ({ key }) => key).values()].flatMap(([, ...more]) =>
          more.map(({ key, keyAt }) => ({
            at: keyAt,
            message: `${code(key)} stands here a second time; the server lays it over the first one`,
          })),
        ),
  )
}
