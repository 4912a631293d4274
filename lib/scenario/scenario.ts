import type { Claim, Persona, RequestStep, RunStep, ScenarioFile } from './schema.js'

/** A place in a file, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** `create secrets`, parsed. */
export type RequestPattern =
  | {
      readonly kind: 'resource'
      readonly verb: string
      readonly resource: string
      readonly subresource: string
      readonly apiGroup: string
    }
  /** `path` ends in `*` to match by prefix. */
  | { readonly kind: 'nonResource'; readonly verb: string; readonly path: string }

/** A claim with its place and its parsed request. */
export interface LocatedClaim extends Claim {
  readonly pattern: RequestPattern
  readonly position: Position
}

export type LocatedStep = (Omit<RunStep, 'expect'> | Omit<RequestStep, 'expect'>) & {
  readonly position: Position
  readonly expect: readonly LocatedClaim[]
}

/** A scenario as loaded: what the file says, with places. */
export interface Scenario extends Omit<ScenarioFile, 'steps' | 'personas'> {
  /** Path of the file, as given on the command line or found. */
  readonly file: string
  readonly personas: Readonly<Record<string, Persona>>
  readonly steps: readonly LocatedStep[]
  /** Of what makes its requests; see recording-hash.ts. */
  readonly requestHash: string
}
