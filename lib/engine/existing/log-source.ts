import type { ApiClient } from '../live/api-client.js'
import type { AuditLogPlace } from './audit-log.js'
import { FileTail } from './file-tail.js'
import { dockerFile, localFile, nodeFile } from './readable-file.js'
import { WebhookReceiver, type WebhookKeys } from './webhook.js'

/** The lines that a cluster's audit log gets from now on. */
export interface LogSource extends AsyncDisposable {
  /** Why the server may have made Events that never arrive here; null for a log that is written before the answer ends. */
  readonly lossy: string | null
  /** Reads on to the end of what there is now; `keep` says which lines to hold, for a log of others may be long. Throws EngineError when the log is not the one any more. */
  poll(keep: (line: string) => boolean): Promise<void>
  /** Whole lines since the start, of whatever request. */
  readonly count: number
  /** Lines that were kept, without their newline, in order. */
  readonly lines: readonly string[]
}

/** Begins at the end of the log. Throws EngineError. */
export async function openLog(place: AuditLogPlace, client: ApiClient, keys: WebhookKeys | null): Promise<LogSource> {
  if (place.kind === 'webhook') return WebhookReceiver.start(place, keys)
  if (place.kind === 'file') return FileTail.start(localFile(place.path))
  if (place.kind === 'docker') return FileTail.start(dockerFile(place.container, place.path))
  return FileTail.start(nodeFile(client, place.node, place.path))
}
