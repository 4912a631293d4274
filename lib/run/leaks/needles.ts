import { base64, base64url, goJson, hex, json, percent, percentAll } from './encodings.js'
import type { Encoding } from './encodings.js'

/** One form of a secret as it would stand in a line of the log. */
export interface Needle {
  /** What the secret is called: `canary`, or the path that a claim calls secret. */
  readonly secret: string
  /** raw, json, percent, hex, base64 or base64url; two of them when nested, in the order in which they were applied. */
  readonly encoding: string
  readonly text: string
}

const ENCODINGS: readonly (readonly [name: string, encoding: Encoding])[] = [
  ['json', json],
  ['percent', percent],
  ['base64', base64],
  ['base64url', base64url],
]

/** The forms of several secrets, `path` what each is called; for the same secrets the same array. */
export function needlesOf(secrets: readonly { readonly path: string; readonly value: string }[]): readonly Needle[] {
  const key = JSON.stringify(secrets.map(({ path, value }) => [path, value]))
  const known = remembered.get(key) ?? secrets.flatMap(({ path, value }) => needles(value, path))
  if (remembered.size >= REMEMBERED) remembered.clear()
  remembered.set(key, known)
  return known
}

/** A replay looks for the same secrets under every policy, and a token of 1,500 characters has many forms. */
const remembered = new Map<string, readonly Needle[]>()
const REMEMBERED = 256

/**
 * Every form in which a secret is searched: as it is, in each encoding, and in most of each other. So
 * dockerconfigjson has a password as JSON in base64 and as base64 in base64, and kubectl's last-applied-configuration has
 * JSON in JSON.
 */
export function needles(value: string, secret = 'canary'): readonly Needle[] {
  if (value === '') return []
  const found = new Map<string, Needle>()
  for (const [encoding, form] of forms(value)) {
    for (const text of goJson(form)) {
      // Many forms of a plain secret are the same text: the simplest one names it.
      if (!found.has(text)) found.set(text, { secret, encoding, text })
    }
  }
  return [...found.values()]
}

function* forms(value: string): Generator<readonly [encoding: string, form: string]> {
  yield ['raw', value]
  for (const [name, encoding] of ENCODINGS) {
    for (const form of encoding(value)) yield [name, form]
  }
  for (const form of percentAll(value)) yield ['percent', form]
  for (const form of hex(value)) yield ['hex', form]
  for (const [inner, innerEncoding] of ENCODINGS) {
    for (const [outer, outerEncoding] of ENCODINGS) {
      // Encodings give the same form several times.
      const forms = [...new Set(innerEncoding(value))].flatMap(outerEncoding)
      for (const form of new Set(forms)) yield [`${inner} ${outer}`, form]
    }
  }
}
