import type { AuditEvent } from '../audit/event.js'

/** Something that looks like a credential. */
export interface FoundSecret {
  readonly what: string
  /** Its place in the Event: `requestObject.data.password`. */
  readonly where: string
  readonly text: string
}

/** What gives a credential away wherever it stands. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['JSON Web Token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
  ['private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[^-]*/g],
  ['AWS access key', /\bAKIA[0-9A-Z]{16}\b/g],
  ['GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g],
]
/** Members whose value is a credential by their name, as the API has them. */
const TOKEN_REVIEW = 'TokenReview'
const TOKEN_REQUEST = 'TokenRequest'
/** Query parameters in which clients send them; a line of the log keeps them at every level. */
const PARAMETER = /[?&](token|access_token|password|secret)=([^&]+)/gi
const BASE64 = /^[A-Za-z0-9+/\s]{40,}={0,2}\s*$/

/** The credentials that an Event holds, each value once. Not its `user` and `auditID`, which are names. */
export function secretsIn(event: AuditEvent): FoundSecret[] {
  const found: FoundSecret[] = []
  const add = (what: string, where: string, text: string): void => {
    if (text !== '' && !found.some((one) => one.text === text)) found.push({ what, where, text })
  }
  for (const [, name = '', value = ''] of event.requestURI.matchAll(PARAMETER))
    add(`${name} in a query`, 'requestURI', value)
  for (const field of [
    'requestURI',
    'userAgent',
    'annotations',
    'responseStatus',
    'requestObject',
    'responseObject',
  ] as const) {
    visit(event[field], field, add)
  }
  // A patch of a Secret has no kind in it.
  if (event.verb === 'patch' && event.objectRef?.resource === 'secrets')
    dataOf(event.requestObject, 'requestObject', add)
  return found
}

type Add = (what: string, where: string, text: string) => void
type Json = Readonly<Record<string, unknown>>

function visit(value: unknown, where: string, add: Add): void {
  if (typeof value === 'string') shapesOf(value, where, add)
  else if (Array.isArray(value)) value.forEach((element, index) => visit(element, `${where}[${index}]`, add))
  else if (isObject(value)) {
    known(value, where, add)
    for (const [key, member] of Object.entries(value)) visit(member, `${where}.${key}`, add)
  }
}

function known(value: Json, where: string, add: Add): void {
  const { kind, spec, status, items } = value
  if (kind === 'Secret') dataOf(value, where, add)
  if (kind === 'SecretList' && Array.isArray(items))
    items.forEach((item, index) => dataOf(item, `${where}.items[${index}]`, add))
  if (kind === TOKEN_REVIEW && isObject(spec) && typeof spec['token'] === 'string')
    add('token that is reviewed', `${where}.spec.token`, spec['token'])
  if (kind === TOKEN_REQUEST && isObject(status) && typeof status['token'] === 'string')
    add('token of a ServiceAccount', `${where}.status.token`, status['token'])
}

function dataOf(secret: unknown, where: string, add: Add): void {
  if (!isObject(secret)) return
  for (const member of ['data', 'stringData']) {
    const data = secret[member]
    if (!isObject(data)) continue
    for (const [key, value] of Object.entries(data)) {
      if (typeof value === 'string') add('data of a Secret', `${where}.${member}.${key}`, value)
    }
  }
}

function shapesOf(text: string, where: string, add: Add): void {
  for (const [what, shape] of SHAPES) for (const [found] of text.matchAll(shape)) add(what, where, found)
  if (BASE64.test(text)) {
    const decoded = Buffer.from(text, 'base64').toString('latin1')
    for (const [what, shape] of SHAPES) if (decoded.search(shape) >= 0) add(`${what}, in base64`, where, text)
  }
  // kubectl apply keeps what it sent in an annotation.
  if (/^\s*\{/.test(text) && /"kind":\s*"(?:Secret|TokenRe)/.test(text)) {
    try {
      visit(JSON.parse(text), `${where} (JSON)`, add)
    } catch {
      // It only began like JSON.
    }
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
