import type { Plan } from '../engine.js'
import { describeRight, neededRights } from './rights.js'
import type { Connected } from './connect.js'

/** What somebody must agree to before the first change: which server, as whom, what will be made. */
export function consentText(connected: Connected, { scenarios, policies }: Omit<Plan, 'progress'>): string {
  const { target, administrator, settings, refusal, place } = connected
  const possible = scenarios.filter((scenario) => refusal(scenario) === null)
  const personas = possible.flatMap((one) => Object.values(one.personas))
  const certificates = new Set(personas.flatMap((persona) => ('user' in persona ? [persona.user] : []))).size
  const lines = [
    `server      ${target.url} (context ${target.context})`,
    `user        ${administrator.name}`,
    `audit log   ${settings.auditLog}`,
    `policy      ${policies[0]?.path ?? ''}`,
    `scenarios   ${possible.length} of ${scenarios.length} (${scenarios.length - possible.length} cannot be run there)`,
    `will make   ${possible.length} namespaces audit-lab-*, with what the scenarios make in them`,
    ...(certificates === 0
      ? []
      : [`            ${certificates} CertificateSigningRequests, approved; the client certificates last an hour`]),
    `will use    ${[...new Set(neededRights(possible, place).map(describeRight))].join(', ')}`,
    'all of it is labelled audit-lab=run and removed at the end',
  ]
  return lines.join('\n')
}
