import { LOG_FLAG, POLICY_FLAG } from '../server.js'

/** What is to be turned on; null keeps what is there, or takes the usual. */
export interface AuditSettings {
  readonly policyFile: string | null
  readonly logPath: string | null
  readonly maxAge: string | null
  readonly maxBackup: string | null
  readonly maxSize: string | null
  /** Entries of the environment, for a shipper of logs. */
  readonly env: readonly { readonly name: string; readonly value: string }[]
  /** On the machine that runs kind: the folder that holds the policy. */
  readonly hostFolder: string
}

export interface Wanted {
  readonly flag: string
  readonly value: string
  /** Whether another value that is there is replaced. */
  readonly isGiven: boolean
}

/** The flags, in the order in which they are added. */
export function wantedFlags(settings: AuditSettings): Wanted[] {
  const one = (flag: string, given: string | null, usual: string): Wanted => ({
    flag,
    value: given ?? usual,
    isGiven: given !== null,
  })
  return [
    one(POLICY_FLAG, settings.policyFile, '/etc/kubernetes/audit/policy.yaml'),
    one(LOG_FLAG, settings.logPath, '/var/log/kubernetes/audit/audit.log'),
    // What CIS asks for. @see https://www.cisecurity.org/benchmark/kubernetes 1.2.17 to 1.2.19
    one('audit-log-maxage', settings.maxAge, '30'),
    one('audit-log-maxbackup', settings.maxBackup, '10'),
    one('audit-log-maxsize', settings.maxSize, '100'),
  ]
}

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.replace(/\/[^/]*$/, '') || '/'
}
