/**
 * How a secret can be written inside something else. Each encoding gives the forms of which at least one must occur
 * wherever the text was encoded that way, whatever stood before and after it.
 */
export type Encoding = (text: string) => readonly string[]

/**
 * The inside of a JSON string, as writers differ: Go escapes < > & and kube-apiserver and kubectl are Go, most others
 * escape only what they must, some write ASCII only, some escape the slash.
 */
export const json: Encoding = (text) => {
  const plain = JSON.stringify(text).slice(1, -1)
  return [plain, ...goJson(text), ascii(plain), plain.replaceAll('/', '\\/')]
}

/**
 * The inside of a JSON string as a log line has it. Go writes the line, but a patch body keeps the escapes of the client,
 * with those of Go added.
 */
export const goJson: Encoding = (text) => {
  const written = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[<>&\u2028\u2029]/g, unicodeEscape)
  return [written, ascii(written), written.replaceAll('/', '\\/')]
}

/** Percent-encoding as clients differ in what they leave as it is, in upper and lower hex. */
export const percent: Encoding = (text) => {
  const query = percentExcept(text, QUERY)
  const segment = percentExcept(text, SEGMENT)
  const written = [query, query.replaceAll('%20', '+'), encodeURIComponent(text), segment, encodeURI(text)]
  return written.flatMap((form) => [form, lowerHex(form)])
}

/** Percent-encoding of every byte: nobody needs it, who hides something uses it. */
export const percentAll: Encoding = (text) => {
  const written = percentExcept(text, NOTHING)
  return [written, lowerHex(written)]
}

/** Byte by byte in hex: kube-apiserver writes the first bytes of a body that it cannot decode into its error message so. */
export const hex: Encoding = (text) => {
  const written = Buffer.from(text).toString('hex')
  return [written, written.toUpperCase()]
}

export const base64: Encoding = (text) => offsets(text).map((offset) => stableMiddle(text, offset, 'base64'))

export const base64url: Encoding = (text) => offsets(text).map((offset) => stableMiddle(text, offset, 'base64url'))

/** Base64 takes three bytes at a time, so what stands before a text shifts it by 0, 1 or 2 bytes. */
function offsets(text: string): readonly number[] {
  // What is left of a shorter text at every offset is so little that chance would find it.
  return Buffer.byteLength(text) < 6 ? [] : [0, 1, 2]
}

/** The characters that depend on the text alone: not on the `offset` bytes before it, nor on what follows. */
function stableMiddle(text: string, offset: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor((bytes.length * 8) / 6)
  return bytes.toString(encoding).slice(first, last)
}

function percentExcept(text: string, table: readonly string[]): string {
  let written = ''
  for (const byte of Buffer.from(text)) written += table[byte] ?? ''
  return written
}

/** How each byte is written where these characters stay as they are. */
function percentTable(unreserved: RegExp | null): readonly string[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte)
    return unreserved?.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  })
}

const QUERY = percentTable(/[\w.~-]/)
const SEGMENT = percentTable(/[\w.~$&+=:@-]/)
const NOTHING = percentTable(null)

function lowerHex(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
}

function ascii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, unicodeEscape)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
