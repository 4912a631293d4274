/**
 * Live credentials in a recording are replaced by stand-ins of the same length, so that bytes stay what they were and
 * the same credential gets the same stand-in wherever it stands. A recording outlives its cluster, but nobody who reads
 * it should have to know that.
 */

/** JSON Web Tokens, as they are and in base64 (a Secret's data). */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|ZXlK[A-Za-z0-9+/=]{100,}/g
/** PEM of keys and certificates, as they are (newlines as JSON has them) and in base64. */
const PEM = /-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----|LS0tLS1CRUdJTi[A-Za-z0-9+/=]+/gs

const LETTERS = 'standin'

/** Keeps the length and what is no letter or digit: dots, hyphens, base64 padding, escaped newlines. */
function standIn(credential: string): string {
  let index = 0
  return credential.replaceAll(/\\n|[A-Za-z0-9+/_]/g, (found) =>
    found === '\\n' ? found : (LETTERS[index++ % LETTERS.length] ?? 's'),
  )
}

export function withStandIns(text: string): string {
  return text.replaceAll(TOKEN, standIn).replaceAll(PEM, (pem) => {
    const [, head, body, tail] = /^(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)$/s.exec(pem) ?? []
    return head === undefined ? standIn(pem) : `${head}${standIn(body ?? '')}${tail ?? ''}`
  })
}
