import type { LocatedClaim } from '../scenario/scenario.js'
import { referencesIn, substitute } from '../scenario/variables.js'
import { once } from '../util/once.js'
import { mapStrings } from '../util/strings.js'

/** A claim with its variables filled in. What a failed step did not capture stays as written, and matches nothing. */
export function fillClaim(claim: LocatedClaim, variables: Variables): LocatedClaim {
  return filledOf(claim)(variables)
}

type Variables = Readonly<Record<string, string>>

/** A replay has the same variables under every policy. */
const filledOf = once((claim: LocatedClaim) => once((variables: Variables) => filled(claim, variables)))

function filled(claim: LocatedClaim, variables: Variables): LocatedClaim {
  const fill = (text: string): string => {
    const isKnown = referencesIn(text).every(({ name }) => Object.hasOwn(variables, name))
    return isKnown ? substitute(text, variables) : text
  }
  const { by, event } = claim
  return {
    ...claim,
    ...(by === undefined ? {} : { by: fill(by) }),
    ...(event === undefined ? {} : { event: mapStrings(event, fill) }),
  }
}

/** What a claim's requests are called in results and cells files, where a component's are apart from a persona's. */
export function requestKey({ request, by }: Pick<LocatedClaim, 'request' | 'by'>): string {
  return by === undefined ? request : `${request} by ${by}`
}
