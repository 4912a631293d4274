import { attributesOfEvent } from '../../audit/attributes-of.js'
import { describeRequest } from '../../audit/describe.js'
import type { LogEvent } from '../../log/read-log.js'
import { evaluate } from '../../policy/evaluate.js'
import type { Policy } from '../../policy/policy.js'
import type { Cell } from '../answer.js'
import type { Question } from '../ask.js'
import { requestIn } from '../words.js'

/** So many requests of a kind on another server make one wonder why this one has none. */
const USUAL = 20

interface Server {
  events: number
  /** When its first Event was written. */
  from: string
  readonly differing: Map<string, { readonly cells: readonly Cell[]; count: number }>
  readonly kinds: Map<string, number>
}

/**
 * Whether each server's log can have been written under a policy: Events that it would not have written, or at another level,
 * stages that it would have written and that are absent, and requests that other servers log and this one never does.
 */
export function check(policy: Policy): Question {
  const servers = new Map<string, Server>()
  const serverOf = ({ node, file }: { readonly node: string | null; readonly file: string }): Server => {
    const name = node ?? file
    const server = servers.get(name) ?? {
      events: 0,
      from: '',
      differing: new Map<string, never>(),
      kinds: new Map<string, number>(),
    }
    servers.set(name, server)
    return server
  }
  const differs = ({ differing }: Server, place: string, ...cells: readonly Cell[]): void => {
    const key = JSON.stringify(cells)
    const one = differing.get(key)
    if (one === undefined) differing.set(key, { cells: [...cells, place], count: 1 })
    else one.count += 1
  }
  return {
    event: (found: LogEvent) => {
      const { event, file, line } = found
      const server = serverOf(found)
      server.events += 1
      if (server.from === '') server.from = event.stageTimestamp
      const attributes = attributesOfEvent(event)
      const { level, rule, omitStages } = evaluate(policy, attributes)
      const kept = level !== 'None' && !omitStages.includes(event.stage)
      const what = `${describeRequest(attributes)}, ${event.stage}`
      const place = `${file}:${line}`
      if (!kept) differs(server, place, 'would not have been written', what, event.level, level, rule)
      else if (level !== event.level) differs(server, place, 'would have another level', what, event.level, level, rule)
    },
    request: (request) => {
      const server = serverOf(request)
      const { level, rule, omitStages } = evaluate(policy, request.attributes)
      if (level === 'None') return
      const kind = requestIn(request)
      server.kinds.set(kind, (server.kinds.get(kind) ?? 0) + 1)
      // Where the end is on record the beginning must be, unless it came before the log; an end that is missing may come yet.
      const { stages, attributes, file, line, received } = request
      const lacks =
        !stages.includes('RequestReceived') &&
        !omitStages.includes('RequestReceived') &&
        attributes.user !== null &&
        received >= server.from
      if (lacks) differs(server, `${file}:${line}`, 'is absent', `${kind}, RequestReceived`, request.level, level, rule)
    },
    answer: () => {
      const rows = [...servers].flatMap(([name, server]) => {
        const differing = [...server.differing.values()].sort((a, b) => b.count - a.count)
        return [
          ...differing.map(({ cells, count }): Cell[] => [name, ...cells.slice(0, -1), count, cells.at(-1) ?? null]),
          ...absent(name, servers).map(([kind, count]): Cell[] => [
            name,
            'is absent',
            kind,
            null,
            null,
            null,
            count,
            'other servers have it',
          ]),
        ]
      })
      const broken = new Set(rows.map(([name]) => name))
      return {
        tables: [
          {
            name: 'servers',
            columns: ['server', 'events', 'policy'],
            rows: [...servers].map(([name, { events }]) => [
              name,
              events,
              broken.has(name) ? 'another' : 'may be this one',
            ]),
          },
          {
            name: 'differences',
            columns: ['server', 'what', 'kind', 'logged', 'decided', 'rule', 'times', 'first'],
            rows,
          },
        ],
        notes: [],
        events: [],
        holds: rows.length === 0,
      }
    },
  }
}

/** Kinds of requests that another server logs often, and this one never. */
function absent(name: string, servers: ReadonlyMap<string, Server>): [string, number][] {
  const mine = servers.get(name)?.kinds
  const found = new Map<string, number>()
  for (const [other, { kinds }] of servers) {
    if (other === name) continue
    for (const [kind, count] of kinds) {
      if (count >= USUAL && mine?.has(kind) === false) found.set(kind, Math.max(count, found.get(kind) ?? 0))
    }
  }
  return [...found].sort(([, a], [, b]) => b - a)
}
