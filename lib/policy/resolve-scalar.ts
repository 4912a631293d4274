import { DecodingError } from './node.js'

/** What a YAML 1.1 scalar stands for. */
export type Scalar =
  | { readonly type: 'null' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'number'; readonly value: string }
  | { readonly type: 'string'; readonly value: string }

const TAG_PREFIX = 'tag:yaml.org,2002:'
/** Whatever else is tagged is a string. */
const KNOWN_TAGS = ['bool', 'int', 'float', 'null', 'timestamp']

const TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']
const FALSE = ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']
const NULL = ['', '~', 'null', 'Null', 'NULL']
const NOT_FINITE: Readonly<Record<string, string>> = { '.inf': '+Inf', '+.inf': '+Inf', '-.inf': '-Inf' }

/**
 * A plain or a tagged scalar, as the YAML library of Kubernetes resolves it: `yes`, `no`, `on`, `off`, `y` and `n` are
 * booleans, `010` is eight.
 * @see https://github.com/yaml/go-yaml/blob/v2.4.2/resolve.go
 */
export function resolveScalar(tag: string | undefined, text: string): Scalar {
  if (tag === undefined) return resolvePlain(text).scalar
  const short = tag.replace(TAG_PREFIX, '')
  if (short === 'binary') return { type: 'string', value: decodeBase64(text) }
  if (!KNOWN_TAGS.includes(short)) return { type: 'string', value: text }
  const resolved = resolvePlain(text)
  const fits = resolved.tag === short || (short === 'float' && resolved.tag === 'int')
  if (!fits) throw new DecodingError(`yaml: cannot decode !!${resolved.tag} \`${text}\` as a !!${short}`)
  return resolved.scalar
}

function resolvePlain(text: string): { readonly tag: string; readonly scalar: Scalar } {
  if (NULL.includes(text)) return { tag: 'null', scalar: { type: 'null' } }
  if (TRUE.includes(text)) return { tag: 'bool', scalar: { type: 'bool', value: true } }
  if (FALSE.includes(text)) return { tag: 'bool', scalar: { type: 'bool', value: false } }
  const notFinite = /^(?:\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))$/.test(text) ? text.toLowerCase() : undefined
  if (notFinite !== undefined) {
    return { tag: 'float', scalar: { type: 'number', value: NOT_FINITE[notFinite] ?? 'NaN' } }
  }
  if (isTimestamp(text)) return { tag: 'timestamp', scalar: { type: 'string', value: text } }
  // Digits may be grouped by underscores, except in a number that starts with its decimal point.
  const plain = /^[-+0-9]/.test(text) ? text.replaceAll('_', '') : text
  const integer = parseInteger(plain)
  if (integer !== null) return { tag: 'int', scalar: { type: 'number', value: String(integer) } }
  if (/^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?))(?:[eE][-+]?\d+)?$/.test(plain) && Number.isFinite(Number(plain))) {
    return { tag: 'float', scalar: { type: 'number', value: String(Number(plain)) } }
  }
  return { tag: 'str', scalar: { type: 'string', value: text } }
}

/** Decimal, 0x, 0o, 0b, and octal by a leading zero; null when it is none of these or does not fit 64 bits. */
function parseInteger(text: string): bigint | null {
  if (!/^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]+|0|[1-9]\d*)$/.test(text)) return null
  const magnitude = BigInt(text.replace(/[-+]/, '').replace(/^0(?=\d)/, '0o'))
  if (text.startsWith('-')) return magnitude <= 2n ** 63n ? -magnitude : null
  return magnitude < 2n ** (text.startsWith('+') ? 63n : 64n) ? magnitude : null
}

function isTimestamp(text: string): boolean {
  return /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/.test(
    text,
  )
}

function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    throw new DecodingError('yaml: !!binary value contains invalid base64 data')
  }
}
