/**
 * Live credentials in a recording are replaced by stand-ins of the same length, so that bytes stay what they were and
 * the same credential gets the same stand-in wherever it stands. A recording outlives its cluster, but nobody who reads
 * it should have to know that.
 */

/** A JSON Web Token. */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g
/** PEM of a key or a certificate; there is no quote in it, so it never reaches into the next field. */
const PEM = /(-----BEGIN [A-Z0-9 ]+-----)([^"]*?)(-----END [A-Z0-9 ]+-----)/g
/** What may be either of them in base64: a Secret's data, a kubeconfig, a docker config. */
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g

const LETTERS = 'standin'
/** An escape of JSON stays what it is, however often it was escaped again. */
const LETTER = /\\+(?:u[0-9a-f]{4}|.)|[A-Za-z0-9+/_]/gs

/** The text with a stand-in for each credential; a text that went through it already is left as it is. */
export function withStandIns(text: string): string {
  return text
    .replaceAll(TOKEN, standIn)
    .replaceAll(PEM, (_, head: string, body: string, tail: string) => head + standIn(body) + tail)
    .replaceAll(BASE64, withStandInsInside)
}

/** Keeps the length and what is no letter or digit: dots, hyphens, padding, newlines. */
function standIn(credential: string): string {
  let index = 0
  return credential.replaceAll(LETTER, (found) =>
    found.length > 1 ? found : (LETTERS[index++ % LETTERS.length] ?? found),
  )
}

/** The stand-in in base64 is that of the credential that stands there, so that it is still found by decoding. */
function withStandInsInside(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('latin1')
  const replaced = withStandIns(text)
  // Base64 without its padding stays without.
  return replaced === text ? encoded : Buffer.from(replaced, 'latin1').toString('base64').slice(0, encoded.length)
}
