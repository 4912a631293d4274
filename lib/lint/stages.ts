import type { Stage } from '../audit/level.js'
import type { Policy } from '../policy/policy.js'
import type { Path } from './subject.js'

/** The items of the policy's and the rules' omitStages that name a stage, but for rules that log nothing. */
export function omissionsOf(policy: Policy, stage: Stage): { readonly path: Path; readonly rule: number | null }[] {
  const indices = (stages: readonly Stage[]): number[] => stages.flatMap((one, index) => (one === stage ? [index] : []))
  return [
    ...indices(policy.omitStages).map((index) => ({ path: ['omitStages', index], rule: null })),
    ...policy.rules.flatMap(({ level, omitStages }, rule) =>
      level === 'None'
        ? []
        : indices(omitStages).map((index) => ({ path: ['rules', rule, 'omitStages', index], rule })),
    ),
  ]
}

/** Whether a rule leaves a stage out; its own list and the policy's are joined. */
export function omits(policy: Policy, rule: number, stage: Stage): boolean {
  return policy.omitStages.includes(stage) || policy.rules[rule]?.omitStages.includes(stage) === true
}
