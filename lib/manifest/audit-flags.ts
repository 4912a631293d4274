import { distance } from 'fastest-levenshtein'

export type FlagType = 'path' | 'integer' | 'boolean' | 'duration' | 'number' | 'mode' | 'format' | 'version'

const BATCH = {
  'batch-buffer-size': 'integer',
  'batch-max-size': 'integer',
  'batch-max-wait': 'duration',
  'batch-throttle-burst': 'integer',
  'batch-throttle-enable': 'boolean',
  'batch-throttle-qps': 'number',
  mode: 'mode',
  'truncate-enabled': 'boolean',
  'truncate-max-batch-size': 'integer',
  'truncate-max-event-size': 'integer',
  version: 'version',
} as const

const of = (backend: string): [string, FlagType][] =>
  Object.entries(BATCH).map(([name, type]) => [`audit-${backend}-${name}`, type])

/**
 * Every audit flag of kube-apiserver, with the type of its value.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/server/options/audit.go
 */
export const AUDIT_FLAGS: ReadonlyMap<string, FlagType> = new Map<string, FlagType>([
  ['audit-policy-file', 'path'],
  ['audit-log-path', 'path'],
  ['audit-log-maxage', 'integer'],
  ['audit-log-maxbackup', 'integer'],
  ['audit-log-maxsize', 'integer'],
  ['audit-log-compress', 'boolean'],
  ['audit-log-format', 'format'],
  ...of('log'),
  ['audit-webhook-config-file', 'path'],
  ['audit-webhook-initial-backoff', 'duration'],
  ...of('webhook'),
])

export function isBooleanFlag(name: string): boolean {
  return AUDIT_FLAGS.get(name) === 'boolean'
}

/** More wrong letters than these make another word. */
const MOST_WRONG_LETTERS = 3

/** The audit flag that was meant; null for one that is right, or that has nothing to do with auditing. */
export function meantFlag(name: string): string | null {
  if (AUDIT_FLAGS.has(name)) return null
  const plain = name.toLowerCase().replaceAll('_', '-')
  const [best, away] = [...AUDIT_FLAGS.keys()]
    .map((known) => [known, distance(plain, known)] as const)
    .reduce((least, one) => (one[1] < least[1] ? one : least))
  return away <= MOST_WRONG_LETTERS ? best : null
}
