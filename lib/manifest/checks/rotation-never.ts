import { serverCheck } from '../manifest-check.js'
import { flagOf, LOG_FLAG, logOf } from '../server.js'
import { wholeNumber } from '../whole-number.js'

/** Megabytes: a log of ten gigabytes is opened by nobody. */
const TOO_LARGE = 10_240

export const rotationNever = serverCheck({
  id: 'rotation-never',
  severity: 'warning',
  happens:
    'The disk of the control plane fills up. 0 means no limit; an idle node writes about 360 MB a day at Metadata.',
  check(server) {
    const log = logOf(server)
    if (log === undefined) return []
    const number = (name: string): number | null => wholeNumber(flagOf(server, name)?.value ?? '0')
    const size = flagOf(server, 'audit-log-maxsize')
    const large = (number('audit-log-maxsize') ?? 0) > TOO_LARGE && size !== undefined
    return [
      ...(number('audit-log-maxage') === 0 && number('audit-log-maxbackup') === 0
        ? [
            {
              at: (
                flagOf(server, 'audit-log-maxage') ??
                flagOf(server, 'audit-log-maxbackup') ??
                flagOf(server, LOG_FLAG) ??
                log
              ).at,
              message:
                'no old log is ever deleted: set `--audit-log-maxage` or `--audit-log-maxbackup`, as in 30 and 10',
            },
          ]
        : []),
      ...(large
        ? [{ at: size.valueAt, message: `the log is rotated at ${size.value} megabytes, which is never: take 100` }]
        : []),
    ]
  },
})
