/**
 * Whether kube-apiserver can parse a label selector. A selector that it cannot parse makes it forget the other list
 * options too, `fieldSelector=metadata.name=x` among them, so the request has no name then.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/labels/selector.go
 */
export function isLabelSelector(selector: string): boolean {
  const tokens = tokenize(selector)
  if (tokens === null) return false
  if (tokens.length === 0) return true
  let rest: readonly string[] = tokens
  for (;;) {
    const after = requirement(rest)
    if (after === null) return false
    if (after.length === 0) return true
    if (after[0] !== ',') return false
    rest = after.slice(1)
    if (rest.length === 0) return false
  }
}

const SYMBOL = /^(?:==|!=|[=!<>(),])/
const WORD = /^[^=!<>(),\s]+/
const NAME = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/

function tokenize(selector: string): string[] | null {
  const tokens: string[] = []
  let rest = selector.replace(/^[ \t\r\n]+/, '')
  while (rest !== '') {
    const token = (SYMBOL.exec(rest) ?? WORD.exec(rest))?.[0]
    if (token === undefined) return null
    tokens.push(token)
    rest = rest.slice(token.length).replace(/^[ \t\r\n]+/, '')
  }
  return tokens
}

/** What follows a requirement such as `a`, `!a`, `a=b`, `a in (b,c)`, `a>1`; null when there is none. */
function requirement(tokens: readonly string[]): readonly string[] | null {
  const negated = tokens[0] === '!'
  const [key, operator, ...rest] = negated ? tokens.slice(1) : tokens
  if (key === undefined || !isQualifiedName(key)) return null
  if (operator === undefined) return []
  if (operator === ',') return [operator, ...rest]
  if (negated) return null
  if (operator === 'in' || operator === 'notin') return valueSet(rest)
  if (!['=', '==', '!=', '<', '>'].includes(operator)) return null
  const [value = ','] = rest
  const isInteger = operator === '<' || operator === '>'
  if (value === ',') return isInteger ? null : rest
  return isValue(value) && (!isInteger || isInt64(value)) ? rest.slice(1) : null
}

/** `(a,b)`, `()`, `(,)`. The server's own parser stumbles over `(a,,)`, so this one has to. */
function valueSet(tokens: readonly string[]): readonly string[] | null {
  if (tokens[0] !== '(') return null
  if (tokens[1] === ')') return tokens.slice(2)
  for (let next = 2; ; next++) {
    const token = tokens[next - 1]
    if (token === undefined || (token !== ',' && !isValue(token))) return null
    if (tokens[next] === ')') return tokens.slice(next + 1)
    if (tokens[next] === ',') next += token === ',' ? 1 : 0
    else if (token !== ',') return null
  }
}

function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/')
  return NAME.test(key.slice(slash + 1)) && (slash === -1 || SUBDOMAIN.test(key.slice(0, slash)))
}

function isValue(value: string): boolean {
  return NAME.test(value)
}

function isInt64(value: string): boolean {
  return /^[-+]?\d+$/.test(value) && BigInt.asIntN(64, BigInt(value)) === BigInt(value)
}
