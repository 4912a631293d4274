import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { RequestInfo } from '../../lib/audit/request-info.js'

/** A request, and what kube-apiserver's own code reads from it, recorded. */
export interface UpstreamTarget {
  readonly method: string
  readonly target: string
  /** As it stands in an Event. */
  readonly requestURI: string
  readonly info: RequestInfo
}

const FILE = path.join('test', 'audit', 'fixtures', 'upstream-targets.json')

export const UPSTREAM_TARGETS = JSON.parse(readFileSync(FILE, 'utf8')) as readonly UpstreamTarget[]
