/**
 * Whether kube-apiserver can parse a label selector. A selector that it cannot parse makes it forget the other list
 * options too, `fieldSelector=metadata.name=x` among them, so the request has no name then.
 * @see https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/labels/selector.go
 */
export function isLabelSelector(selector: string): boolean {
  const tokens = selector.match(TOKEN) ?? []
  const spaced = tokens.map((token) => ` ${token}`).join('')
  const bounds = spaced.match(BOUND) ?? []
  return SELECTOR.test(spaced) && bounds.every((bound) => BigInt(bound) < 2n ** 63n)
}

const TOKEN = /==|!=|[=!<>(),]|[^=!<>(), \t\r\n]+/g

// The grammar of tokens, each with a space before it.
const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?'
const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const KEY = ` (?:(?=[^/]{1,253}/)${LABEL}(?:\\.${LABEL})*/)?${NAME}`
const VALUE = ` ${NAME}`
/** An empty value may stand first, last and between commas, but the server's parser stumbles over `(a,,)`. */
const VALUES = `(?:(?: ,)*${VALUE}(?= [,)]))*(?: ,(?: , ,)*)?`
const REQUIREMENT = `(?: !${KEY}|${KEY}(?: (?:==?|!=)(?:${VALUE})?| [<>] \\d{1,63}| (?:in|notin) \\(${VALUES} \\))?)`
const SELECTOR = new RegExp(`^(?:${REQUIREMENT}(?: ,${REQUIREMENT})*)?$`)
const BOUND = /(?<= [<>] )\d+/g
