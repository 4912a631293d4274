import { serverCheck } from '../manifest-check.js'
import { flagOf, logOf } from '../server.js'
import { wholeNumber } from '../whole-number.js'

/** What an idle node writes in about six hours at Metadata. */
const LEAST_MEGABYTES = 100
/** The server's own default. */
const DEFAULT_SIZE = 100

export const rotationAlways = serverCheck({
  id: 'rotation-always',
  severity: 'warning',
  happens: 'The log turns over and over, and what happened this morning is deleted already.',
  check(server) {
    if (logOf(server) === undefined) return []
    const size = flagOf(server, 'audit-log-maxsize')
    const megabytes = wholeNumber(size?.value ?? '0') || DEFAULT_SIZE
    const backups = wholeNumber(flagOf(server, 'audit-log-maxbackup')?.value ?? '0') ?? 0
    // Without a limit to their number, files stay as long as their age allows.
    if (size === undefined || backups === 0) return []
    const all = megabytes * (backups + 1)
    return all >= LEAST_MEGABYTES
      ? []
      : [
          {
            at: size.valueAt,
            message: `${backups + 1} files of ${megabytes} MB hold ${all} MB, some hours at best: take 100 MB and 10 files`,
          },
        ]
  },
})
