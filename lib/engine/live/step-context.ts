import type { Scenario } from '../../scenario/scenario.js'
import type { Guard } from './guard.js'
import type { Kubectl } from './kubectl.js'
import type { Proxy } from './proxy.js'
import type { ApiServer, Credential } from './server.js'

/** What a step needs of its surroundings. */
export interface StepContext {
  readonly scenario: Scenario
  readonly laneId: string
  readonly server: ApiServer
  readonly proxy: Proxy
  readonly kubectl: Kubectl
  /** Tells the steps of one scenario on one lane from all others; in URLs and file names. */
  readonly run: string
  readonly namespace: string
  readonly credentials: ReadonlyMap<string, Credential>
  readonly guard: Guard | undefined
  readonly signal: AbortSignal
}
