import type { IncomingHttpHeaders } from 'node:http'

/** Looks at a request before the proxy sends it on: why it must not be sent, else null. */
export type Guard = (request: {
  readonly persona: string
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
}) => Promise<string | null>
