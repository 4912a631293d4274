import type { PolicyResult, RunResult } from '../../run/result.js'
import { wrap } from '../../util/width.js'
import { FAILED } from '../cell.js'
import { loadedWords } from '../policies.js'
import type { Style } from './section.js'
import { section } from './section.js'

/** Policies that kube-apiserver refused or read only leniently, with its own words. */
export function policiesSection(run: RunResult, style: Style): string[] {
  const wrong = run.policies.filter(({ loaded }) => loaded !== 'strict')
  return section(
    'Policies in error',
    wrong.map((policy) => lines(policy, style)),
    style,
  )
}

function lines(policy: PolicyResult, { colors, width }: Style): string[] {
  const message = (policy.message ?? 'The server gave no message.').split('\n')
  return [
    `${colors.red(FAILED)} ${colors.bold(policy.name)}, ${policy.path}`,
    `  ${loadedWords(policy.loaded)}:`,
    ...message.flatMap((line) => wrap(line, width === null ? null : width - 4)).map((line) => `    ${line}`),
  ]
}
