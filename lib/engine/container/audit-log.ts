import { createReadStream } from 'node:fs'
import { extract } from 'tar-stream'
import type { Runtime } from './runtime.js'

/** Where a container's log is read: in a folder that is mounted, or in an archive that the daemon sends. */
export type LogBytes = () => AsyncIterable<unknown>

export function mountedLog(file: string): LogBytes {
  return () => createReadStream(file, { highWaterMark: 2 ** 20 })
}

export function copiedLog(runtime: Runtime, containerId: string, path: string): LogBytes {
  return async function* () {
    const archive = await runtime.container.fetchArchive(runtime.container.getById(containerId), path)
    const entries = extract()
    archive.on('error', (error: Error) => entries.destroy(error))
    archive.pipe(entries)
    for await (const entry of entries) yield* entry
  }
}
