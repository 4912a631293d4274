import type { Policy } from '../policy/policy.js'
import { condition, readsNames, readsPath } from './condition.js'
import type { Dialect, Step } from './dialect.js'
import { eventSteps } from './event-steps.js'
import { nameSteps } from './name-steps.js'
import { pathSteps } from './path-steps.js'

export interface SqlOptions {
  readonly dialect: Dialect
  /** What holds the Events: a table, a view, a function of tables, a query in parentheses. */
  readonly from: string
  /** The Event in a row of it: a column with JSON, or an expression. */
  readonly event: string
}

/**
 * A query that gives each row of `from` three columns more: policy_level, policy_rule (from 1, NULL when none matched) and
 * policy_writes (whether a server with this policy would have written this Event). They are what `evaluate` decides, or
 * all NULL where SQL cannot tell; never another answer.
 */
export function policySql(policy: Policy, { dialect, from, event }: SqlOptions): string {
  const { rules } = policy
  const steps = [
    ...eventSteps(event, dialect),
    ...(rules.some(readsPath) ? pathSteps(dialect) : []),
    ...(rules.some(readsNames) ? nameSteps(dialect) : []),
    ...decisionSteps(policy, dialect),
  ]
  const columns = [
    'source.*',
    `${levels(policy)} AS policy_level`,
    'nullif(decision.rule, 0) AS policy_rule',
    `${writes(policy, dialect)} AS policy_writes`,
  ]
  return dialect.query(columns, from, steps)
}

function decisionSteps({ rules }: Policy, dialect: Dialect): Step[] {
  // A rule of which nobody can tell whether it matches leaves open what those behind it would decide.
  const cases = rules.map((_, index) => {
    const matches = `matches.rule_${index + 1}`
    return `WHEN ${matches} THEN ${index + 1} WHEN ${matches} IS NULL THEN NULL`
  })
  return [
    {
      name: 'matches',
      comment: 'Whether each rule matches; NULL where that cannot be told.',
      columns: rules.map((rule, index): [string, string, string] => [
        `rule_${index + 1}`,
        condition(rule, dialect),
        `line ${rule.line} of the policy: ${rule.level}`,
      ]),
    },
    {
      name: 'decision',
      comment: 'The first rule that matches decides; 0 is none of them.',
      columns: [['rule', ['CASE', 'WHEN NOT request.is_event THEN NULL', ...cases, 'ELSE 0 END'].join('\n      ')]],
    },
  ]
}

function levels({ rules }: Policy): string {
  const cases = rules.map(({ level }, index) => `WHEN ${index + 1} THEN '${level}'`)
  return ['CASE decision.rule', "WHEN 0 THEN 'None'", ...cases, 'END'].join('\n    ')
}

function writes({ rules, omitStages }: Policy, { literal }: Dialect): string {
  const cases = rules.map((rule, index) => {
    const omitted = [...new Set([...omitStages, ...rule.omitStages])].flatMap((stage) => literal(stage) ?? [])
    const kept = omitted.length === 0 ? 'TRUE' : `request.stage NOT IN (${omitted.join(', ')})`
    return `WHEN ${index + 1} THEN ${rule.level === 'None' ? 'FALSE' : kept}`
  })
  return ['CASE decision.rule', 'WHEN 0 THEN FALSE', ...cases, 'END'].join('\n    ')
}
