import { gzipSync } from 'node:zlib'

/** Bytes of the log lines as --audit-log-compress would keep them. */
export function gzippedBytes(lines: readonly string[]): number {
  return lines.length === 0 ? 0 : gzipSync(`${lines.join('\n')}\n`).length
}
