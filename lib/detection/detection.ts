import type { Stage } from '../audit/level.js'
import type { Selector } from '../requirement/requirement.js'

/** A rule of a tool that reads audit logs: what it must see to fire. */
export interface Detection {
  /** The tool's, such as Falco. */
  readonly tool: string
  readonly name: string
  readonly of: Selector
  /** Empty: any. */
  readonly stages: readonly Stage[]
  /** Fields of bodies that it reads; empty when the metadata is enough. */
  readonly fields: readonly string[]
}
