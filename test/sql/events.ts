import fc from 'fast-check'
import { requestInfo } from '../../lib/audit/request-info.js'
import { STAGES } from '../../lib/audit/level.js'
import { target } from '../policy/arbitrary-target.js'
import { UPSTREAM_TARGETS } from '../audit/upstream-targets.js'
import { allLines } from '../run/fixtures.js'

/** What SQL reads of an Event. */
export interface SomeEvent {
  readonly requestURI: string
  readonly verb: string
  readonly stage: string
  readonly user: {
    readonly username?: string
    readonly uid?: string
    readonly groups?: readonly string[]
    readonly extra?: Readonly<Record<string, readonly string[]>>
  }
}

const user: fc.Arbitrary<SomeEvent['user']> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<SomeEvent['user'][]>({}, { uid: '1' }, { groups: [] }, { extra: {} }) },
  {
    weight: 6,
    arbitrary: fc.record({
      username: fc.constantFrom('alice', 'bob', 'carol', 'system:anonymous', '', "o'neil", '*'),
      groups: fc.subarray(['dev', 'ops', 'system:authenticated', 'system:unauthenticated', '*']),
    }),
  },
)

/** Paths that policies of the corpus name, and escapes of every kind. */
const WORDS = [
  ...[
    '/healthz',
    '/healthz/',
    '/healthz/etcd',
    '/healthzfoo',
    '/',
    '/metrics',
    '/api',
    '/apis',
    '/logs/%zz',
    '/%',
    '/%4',
  ],
  ...[
    '/api/v1/namespaces/a/pods/x',
    '/api/v1/namespaces/b/pods/y/log',
    '/apis/apps/v1/namespaces/a/deployments/x/scale',
  ],
  ...[
    '/api/v1/namespaces/a/secrets/x',
    '/api/v1/secrets',
    '/apis/batch/v1/jobs',
    '/api/v1/namespaces/a',
    '/api/v1/pods/',
  ],
  ...['/%C3%A9tat', '/%c3', '/%ff', '/%E2%82%AC/x', '/%ED%A0%80', '/%F0%9F%98%80', '/%C0%AF', '/%f4%90%80%80', '/%00'],
  ...['/a%2fb', '/%41pi/v1/pods', '/api%2Fv1%2Fpods', '/api/v1/namespaces/a/services/https:x:443/proxy/y?z=1', '/é'],
  ...['/api/v1/pods?fieldSelector=metadata.name%3Dx', '/api/v1/pods?watch=1&fieldSelector=metadata.name%3Dx&limit=500'],
  ...[
    '/api/v1/pods?fieldSelector=metadata.name%3Dx%2Cmetadata.namespace%3Da',
    '/api/v1/pods?fieldSelector=spec.nodeName%3Dx',
  ],
  ...[
    '/api/v1/secrets?fieldSelector=metadata.name%3Dy&labelSelector=app%3Dx',
    '/api/v1/pods?limit=x&fieldSelector=metadata.name=x',
  ],
  ...[
    '/api/v1/namespaces/a/status',
    '/api/v1/namespaces/a/finalize',
    '/api/v1/namespaces/a/pods/%ff',
    '/api/v1/%ff/pods',
  ],
  ...['/api/v1/pods?fieldSelector=metadata.name%3D..', '/api/v1/pods?fieldSelector=metadata.name%3D.'],
  ...[
    '/api/v1/pods?fieldSelector=metadata.name%3Dy,metadata.name%3Dx',
    '/api/v1/pods?fieldSelector=a%3Db&labelSelector=!a',
  ],
  ...['/api/v1/pods?field%53elector=metadata.name%3Dx', '/api/v1/pods?limit=&fieldSelector=metadata.name%3Dx'],
  ...['/api/v1/pods?fieldSelector&fieldSelector=metadata.name%3Dx', '/api/v1/pods?fieldSelector=metadata.name!%3Dx'],
  ...[
    '/api/v1/watch/pods?fieldSelector=metadata.name%3Dx',
    '/api/v1/watch/namespaces/a/pods/x',
    '/api/v1/proxy/nodes/x/y',
  ],
] as const

const made: fc.Arbitrary<SomeEvent> = fc
  .record({
    request: fc.oneof(
      target,
      fc.record({ method: fc.constantFrom('GET', 'GET', 'POST', 'PUT', 'DELETE'), target: fc.constantFrom(...WORDS) }),
    ),
    verb: fc.option(fc.constantFrom('list', 'watch', 'get', 'create', '', '*'), { freq: 6 }),
    stage: fc.constantFrom(...STAGES),
    user,
  })
  .filter((event) => event.request.target.startsWith('/'))
  .map(({ request, verb, stage, user: who }) => ({
    requestURI: request.target,
    verb: verb ?? requestInfo(request.method, request.target).verb,
    stage,
    user: who,
  }))

/** Events made from the words of the policies, those of targets recorded of upstream, and some that a server wrote. */
export function eventCorpus(count: number, seed: number): SomeEvent[] {
  const alice = { username: 'alice', groups: ['dev', 'system:authenticated'] }
  const recorded = UPSTREAM_TARGETS.flatMap(({ requestURI, info }) =>
    requestURI.startsWith('/') ? [{ requestURI, verb: info.verb, stage: 'ResponseComplete', user: alice }] : [],
  )
  const real = allLines().map((line) => JSON.parse(line) as SomeEvent)
  // Each of the words for certain, whatever chance brings.
  const plain = WORDS.flatMap((requestURI) =>
    ['get', 'list', 'watch', 'create'].map((verb) => ({ requestURI, verb, stage: 'ResponseComplete', user: alice })),
  )
  const nameless = [{}, { uid: '1' }, { groups: [] }, { extra: {} }].map((user) => ({ ...plain[0]!, user }))
  return [...plain, ...nameless, ...fc.sample(made, { numRuns: count, seed }), ...recorded, ...real]
}
