import { describe, expect, test } from '@jest/globals'
import { lacksEvents } from '../../../lib/engine/live/lost.js'
import type { Exchange } from '../../../lib/engine/live/trace.js'
import { loadPolicy } from '../../../lib/policy/load.js'

const POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - {level: None, users: [quiet]}
  - {level: Metadata, resources: [{group: '', resources: [secrets]}], omitStages: [RequestReceived, ResponseComplete]}
  - {level: Metadata}
`

const JANE = { name: 'jane', groups: ['system:authenticated'] }
const QUIET = { name: 'quiet', groups: ['system:authenticated'] }
const ALL = ['RequestReceived', 'ResponseStarted', 'ResponseComplete']

function exchange(change: Partial<Exchange> = {}): Exchange {
  const sent = { auditID: 'a', persona: 'jane', method: 'GET', target: '/api/v1/pods', bringsCredential: false }
  const answered = { status: 200, echoed: true, upgraded: false, error: null, body: '', ended: true }
  return { ...sent, ...answered, ...change }
}

function lines(stages: readonly string[], of: Exchange): string[] {
  const verb = of.target.includes('watch=') ? 'watch' : 'list'
  const user = of.status === 401 ? {} : { username: 'jane', groups: ['system:authenticated'] }
  return stages.map((stage) => JSON.stringify({ stage, requestURI: of.target, verb, user }))
}

function lacks(stages: readonly string[], of: Exchange, persona: typeof JANE | null): boolean {
  const loaded = loadPolicy(POLICY, 'policy.yaml')
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return lacksEvents(of, lines(stages, of), loaded.policy, persona)
}

describe('a request of a lane that has lost Events', () => {
  test.each([
    ['lacks one without any line', [], {}, JANE],
    ['lacks one without its outcome', ['RequestReceived'], {}, JANE],
    ['lacks one without its beginning', ['ResponseComplete'], {}, JANE],
    [
      'that is a watch lacks one without its start',
      ['RequestReceived', 'ResponseComplete'],
      { target: '/api/v1/pods?watch=true' },
      JANE,
    ],
    ['that was refused as a stranger lacks its only one', [], { status: 401 }, null],
    ['with a credential of its own lacks one, for any rule may have matched', [], { bringsCredential: true }, QUIET],
  ] as const)('%s', (_, stages, change, persona) => {
    expect(lacks(stages, exchange(change), persona)).toBe(true)
  })

  test.each([
    ['with all its Events lacks none', ['RequestReceived', 'ResponseComplete'], {}, JANE],
    ['that is a watch with all its Events lacks none', ALL, { target: '/api/v1/pods?watch=true' }, JANE],
    ['that panicked lacks none after its Panic', ['RequestReceived', 'Panic'], {}, JANE],
    ['of a user of whom the policy logs nothing can have lost none', [], {}, QUIET],
    ['whose stages the policy omits can have lost none', [], { target: '/api/v1/secrets' }, JANE],
    ['that was refused as a stranger has one Event', ['ResponseStarted'], { status: 401 }, JANE],
  ] as const)('%s', (_, stages, change, persona) => {
    expect(lacks(stages, exchange(change), persona)).toBe(false)
  })
})
