import type { Dialect, Step } from './dialect.js'

const HEX = '[0-9A-Fa-f]'
const TAIL = `%[89ABab]${HEX}`

/** The escapes of one character of UTF-8, by its first byte. @see https://www.rfc-editor.org/rfc/rfc3629#section-4 */
const CHARACTER = [
  `%(?:0[1-9A-Fa-f]|[1-7]${HEX})`,
  `%(?:[Cc][2-9A-Fa-f]|[Dd]${HEX})${TAIL}`,
  `%[Ee]0%[ABab]${HEX}${TAIL}`,
  `%[Ee][1-9A-CEFa-cef]${TAIL}${TAIL}`,
  `%[Ee][Dd]%[89]${HEX}${TAIL}`,
  `%[Ff]0%[9ABab]${HEX}${TAIL}${TAIL}`,
  `%[Ff][1-3]${TAIL}${TAIL}${TAIL}`,
  `%[Ff]4%8${HEX}${TAIL}${TAIL}`,
].join('|')

/** Whether nothing with a percent sign is left once these have been taken out. */
export function allEscapesAre(text: string, regex: string): string {
  return `strpos(regexp_replace(${text}, '${regex}', '', 'g'), '%') = 0`
}

export const ESCAPE = `%${HEX}${HEX}`

/**
 * The path as kube-apiserver reads it, and what it names. NULL where its escapes are no UTF-8, or hold %00.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/endpoints/request/requestinfo.go
 */
export function pathSteps(dialect: Dialect): Step[] {
  // split_part counts from 1, and is empty behind the last.
  const at = (place: string): string => `split_part(trimmed.path, '/', ${place})`
  const nth = (n: number): string => at(`api.start + ${n}`)
  const form = at('prefix.version + 2')
  return [
    { name: 'raw', comment: '', columns: [['path', `split_part(request.uri, '?', 1)`]] },
    {
      name: 'decoded',
      comment: 'A path with a broken escape is answered 400 and stands as it is; one that is no UTF-8 is unknown.',
      columns: [
        [
          'path',
          [
            `CASE WHEN strpos(raw.path, '%') = 0 THEN raw.path`,
            `WHEN NOT ${allEscapesAre('raw.path', ESCAPE)} THEN raw.path`,
            `WHEN ${allEscapesAre('raw.path', CHARACTER)} THEN ${dialect.percentDecoded('raw.path')} END`,
          ].join(' '),
        ],
      ],
    },
    { name: 'trimmed', comment: '', columns: [['path', `trim(BOTH '/' FROM decoded.path)`]] },
    {
      name: 'prefix',
      comment: '/api/v1/… and /apis/GROUP/VERSION/… name a resource, all else does not.',
      columns: [
        ['version', `CASE WHEN ${at('1')} = 'apis' THEN 2 ELSE 1 END`],
        ['segments', `length(trimmed.path) - length(replace(trimmed.path, '/', '')) + 1`],
        ['names_api', `${at('1')} IN ('api', 'apis')`],
      ],
    },
    {
      name: 'api',
      comment: '/api/v1/watch/… and /api/v1/proxy/… are old forms.',
      columns: [
        ['resource_request', 'prefix.names_api AND prefix.segments >= prefix.version + 2'],
        ['api_group', `CASE WHEN prefix.version = 2 THEN ${at('2')} ELSE '' END`],
        ['old_form', `CASE WHEN ${form} IN ('watch', 'proxy') THEN ${form} ELSE '' END`],
        ['start', `CASE WHEN ${form} IN ('watch', 'proxy') THEN prefix.version + 2 ELSE prefix.version + 1 END`],
      ],
    },
    {
      name: 'scope',
      comment: '/namespaces/x/status is about the Namespace, /namespaces/x/pods about what is in it.',
      columns: [
        ['namespace', `CASE WHEN ${nth(1)} = 'namespaces' THEN ${nth(2)} ELSE '' END`],
        [
          'start',
          `CASE WHEN ${nth(1)} = 'namespaces' AND prefix.segments > api.start + 2 ` +
            `AND ${nth(3)} NOT IN ('status', 'finalize') THEN api.start + 2 ELSE api.start END`,
        ],
      ],
    },
    {
      name: 'named',
      comment: '',
      columns: [
        ['resource', at('scope.start + 1')],
        ['name', at('scope.start + 2')],
        ['subresource', `CASE WHEN api.old_form = 'proxy' THEN '' ELSE ${at('scope.start + 3')} END`],
      ],
    },
    {
      name: 'resource',
      comment: '',
      columns: [
        [
          'path_of',
          `CASE WHEN named.subresource = '' THEN named.resource ELSE named.resource || '/' || named.subresource END`,
        ],
      ],
    },
  ]
}
