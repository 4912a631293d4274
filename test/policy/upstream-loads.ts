import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { LoadedPolicy } from '../../lib/policy/policy.js'

/** A policy file and what upstream's own loader says of it, recorded. */
export interface UpstreamLoad {
  readonly about: string
  readonly text: string
  readonly loaded: LoadedPolicy['loaded']
  /** Only its beginning where it ends in `line `: no two YAML parsers word a syntax error alike. */
  readonly message: string
  /** What the rules say; fields that are empty are left out. */
  readonly rules?: readonly object[]
}

const FILE = path.join('test', 'policy', 'fixtures', 'upstream-loads.json')

export const UPSTREAM_LOADS = JSON.parse(readFileSync(FILE, 'utf8')) as readonly UpstreamLoad[]
