import type { Dialect, Step } from './dialect.js'

const MEMBERS = [
  ['requestURI'],
  ['verb'],
  ['stage'],
  ['user'],
  ['user', 'username'],
  ['user', 'groups'],
  ['user', 'uid'],
  ['user', 'extra'],
] as const

/** The member as JSON. */
const member = (name: string): string => `event.members[${MEMBERS.findIndex((path) => path.at(-1) === name) + 1}]`

/** What is read from an Event, `event` being SQL for it. */
export function eventSteps(event: string, dialect: Dialect): Step[] {
  const { text, isOfType } = dialect
  const is = (name: string, type: 'string' | 'object'): string => `coalesce(${isOfType(member(name), type)}, FALSE)`
  const isAbsent = (name: string): string => `coalesce(${isOfType(member(name), 'null')}, TRUE)`
  const groups = `CASE WHEN ${isOfType(member('groups'), 'array')} THEN ${dialect.holdsStrings(member('groups'))} ELSE FALSE END`
  return [
    {
      name: 'event',
      comment: 'All that the decision needs of an Event.',
      columns: [['members', dialect.members(event, MEMBERS)]],
    },
    {
      name: 'request',
      comment: 'Rules see the user who authenticated, never the impersonated one. A 401 has none: its user is {}.',
      columns: [
        ['uri', text(member('requestURI'))],
        ['verb', text(member('verb'))],
        ['stage', text(member('stage'))],
        ['username', `coalesce(${text(member('username'))}, '')`],
        ['groups', member('groups')],
        ['authenticated', `NOT (${['username', 'groups', 'uid', 'extra'].map(isAbsent).join(' AND ')})`],
        [
          'is_event',
          [
            is('requestURI', 'string'),
            `coalesce(starts_with(${text(member('requestURI'))}, '/'), FALSE)`,
            is('verb', 'string'),
            `(${isAbsent('user')} OR ${is('user', 'object')})`,
            `(${isAbsent('username')} OR ${is('username', 'string')})`,
            `(${isAbsent('groups')} OR ${groups})`,
          ].join(' AND '),
        ],
      ],
    },
  ]
}
