/** What every scenario has; a step's `capture` adds more. */
export const VARIABLES = ['namespace', 'run', 'canary'] as const

/** What `setup` has besides, in a scenario with a `webhook`: its URL, and the caBundle to trust it by. */
export const WEBHOOK_VARIABLES = ['webhook', 'webhookAuthority'] as const

/**
 * `${name}` is a variable of ours. `$name`, `$(...)`, `${NAME}` and `${name:-x}` are the shell's, and `$${name}` is
 * written as `${name}`.
 */
const REFERENCE = /(\$?)\$\{([a-z][a-zA-Z0-9]*)\}/g

/** Puts the values in. Every variable must be known: the loader has seen to it. */
export function substitute(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(REFERENCE, (reference: string, escape: string, name: string) => {
    if (escape !== '') return reference.slice(1)
    // A captured name may be `constructor`: only what was set counts.
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined) throw new Error(`no value for the variable ${name}`)
    return value
  })
}

/** A variable that a text uses, with the line (from 1) within the text. */
export interface Reference {
  readonly name: string
  readonly line: number
}

export function referencesIn(text: string): Reference[] {
  return [...text.matchAll(REFERENCE)].flatMap(({ index, 1: escape, 2: name }) =>
    escape !== '' || name === undefined ? [] : [{ name, line: text.slice(0, index).split('\n').length }],
  )
}
