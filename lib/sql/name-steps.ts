import type { Dialect, Step } from './dialect.js'
import { allEscapesAre, ESCAPE } from './path-steps.js'

const TERM = '[A-Za-z0-9./_-]+(?:==?|!=)[A-Za-z0-9.-]*'
const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?'
const LABEL = '[a-z0-9](?:[-a-z0-9]{0,30}[a-z0-9])?'
const REQUIREMENT = `(?:${LABEL}(?:[.]${LABEL}){0,5}/)?${NAME}(?:(?:==?|!=)(?:${NAME})?)?`
const LIST_OPTIONS = 'fieldSelector|labelSelector|limit|timeoutSeconds'

const listOf = (item: string): string => `^(?:${item}(?:,${item})*)?$`

/**
 * The name of the object, which for a list or a watch is the one that its fieldSelector demands. Selectors have a grammar
 * of their own, so names are found where they are written as clients write them, and are NULL elsewhere.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/endpoints/request/requestinfo.go
 */
export function nameSteps(dialect: Dialect): Step[] {
  const { matches, captured } = dialect
  const parameter = (name: string): string => captured('query.text', `&${name}=([^&]*)`)
  return [
    {
      name: 'query',
      comment: '',
      columns: [['text', `'&' || substr(request.uri, length(raw.path) + 2)`]],
    },
    {
      name: 'options',
      comment: 'Of the options of a list, those that decide its name.',
      columns: [
        ['may_select', `strpos(query.text, 'fieldSelector') > 0 OR ${matches('query.text', '&[^=&]*%')}`],
        [
          'is_plain',
          [
            matches('query.text', '^(?:&(?:[A-Za-z]+(?:=[^;&]*)?)?)*$'),
            allEscapesAre('query.text', ESCAPE),
            `NOT ${matches('query.text', `&(?:${LIST_OPTIONS})(?:&|$)`)}`,
            `NOT ${matches('query.text', '&(?:limit|timeoutSeconds)=(?:&|$)')}`,
            matches(parameter('limit'), '^[0-9]{0,18}$'),
            matches(parameter('timeoutSeconds'), '^[0-9]{0,18}$'),
          ].join(' AND '),
        ],
        ['fields', unescaped(parameter('fieldSelector'))],
        ['labels', unescaped(parameter('labelSelector'))],
      ],
    },
    {
      name: 'selected',
      comment: 'The name that a fieldSelector demands.',
      columns: [
        [
          'name',
          `CASE WHEN options.is_plain AND ${matches('options.fields', listOf(TERM))} ` +
            `AND ${matches('options.labels', listOf(REQUIREMENT))} ` +
            `AND NOT ${matches(`',' || options.fields`, ',metadata[.]name=.*,metadata[.]name=')} ` +
            `THEN ${captured(`',' || options.fields`, ',metadata[.]name==?([A-Za-z0-9.-]*)')} END`,
        ],
      ],
    },
    {
      name: 'object',
      comment: '',
      columns: [
        [
          'name',
          `CASE WHEN api.old_form <> '' OR request.verb NOT IN ('list', 'watch') THEN named.name ` +
            `WHEN NOT options.may_select OR selected.name IN ('.', '..') THEN '' ELSE selected.name END`,
        ],
      ],
    },
  ]
}

/** The characters that clients escape in a selector. */
function unescaped(text: string): string {
  const escapes = [
    ['%3D', '='],
    ['%3d', '='],
    ['%2C', ','],
    ['%2c', ','],
    ['%2F', '/'],
    ['%2f', '/'],
    ['%21', '!'],
  ] as const
  return escapes.reduce((inner, [escape, character]) => `replace(${inner}, '${escape}', '${character}')`, text)
}
