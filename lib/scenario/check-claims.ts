import { compareLevels } from '../audit/level.js'
import { eventFields } from './event-fields.js'
import { suggest } from './nearest.js'
import { parseRequestPattern } from './request-pattern.js'
import { isMapping } from './schema-walk.js'
import type { Claim, ScenarioFile } from './schema.js'
import type { Mistake, Path } from './yaml-document.js'

/** Every claim must be able to hold, and there must be one: a scenario that claims nothing would always pass. */
export function checkClaims({ steps }: ScenarioFile): Mistake[] {
  if (steps.every(({ expect }) => expect.length === 0)) {
    return [{ path: ['steps'], part: 'key', message: 'no step claims anything; add `expect` to at least one' }]
  }
  return steps.flatMap(({ expect }, step) =>
    expect.flatMap((claim, index) => checkClaim(claim, ['steps', step, 'expect', index])),
  )
}

function checkClaim(claim: Claim, path: Path): Mistake[] {
  const mistakes: Mistake[] = []
  const parsed = parseRequestPattern(claim.request)
  if ('mistake' in parsed) mistakes.push({ path: [...path, 'request'], message: parsed.mistake })
  const { by, atLeast, atMost, stage, event, secret = [] } = claim
  if (by?.slice(0, -1).includes('*') === true) {
    const message = `\`*\` may only end a user, and \`${by}\` has one before its end`
    mistakes.push({ path: [...path, 'by'], message })
  }
  if (atLeast !== undefined && atMost !== undefined && compareLevels(atLeast, atMost) > 0) {
    const message = `\`atLeast: ${atLeast}\` is more than \`atMost: ${atMost}\`: no policy can do both`
    mistakes.push({ path: [...path, 'atLeast'], message })
  }
  if (stage !== undefined && event === undefined) {
    mistakes.push({
      path: [...path, 'stage'],
      part: 'key',
      message: '`stage` says which Event `event` is held against; add `event`',
    })
  }
  if (event !== undefined) mistakes.push(...checkEvent(event, [...path, 'event'], []))
  secret.forEach((text, index) => {
    if (!/^(requestObject|responseObject)(\.[^.]+)+$/.test(text)) {
      const message = `\`${text}\` is no path into a body; write requestObject.… or responseObject.…, such as responseObject.status.token`
      mistakes.push({ path: [...path, 'secret', index], message })
    }
  })
  return mistakes
}

function checkEvent(event: Readonly<Record<string, unknown>>, path: Path, inside: readonly string[]): Mistake[] {
  const fields = eventFields(inside)
  if (fields === null) return []
  return Object.entries(event).flatMap(([key, value]) => {
    const here = [...path, key]
    if (fields.includes(key)) return isMapping(value) ? checkEvent(value, here, [...inside, key]) : []
    const where = inside.length === 0 ? 'an Event' : `\`${inside.join('.')}\` of an Event`
    return [{ path: here, part: 'key', message: `\`${key}\` is no field of ${where}; ${suggest(key, fields)}` }]
  })
}
