import type { ApiClient } from '../live/api-client.js'
import type { AuditLogPlace } from './audit-log.js'
import { FileTail } from './file-tail.js'
import type { LogSource } from './log-source.js'
import { dockerFile, localFile, nodeFile } from './readable-file.js'
import { WebhookReceiver, type WebhookKeys } from './webhook.js'

/** Begins at the end of the log. Throws EngineError. */
export async function openLog(place: AuditLogPlace, client: ApiClient, keys: WebhookKeys | null): Promise<LogSource> {
  if (place.kind === 'webhook') return WebhookReceiver.start(place, keys)
  if (place.kind === 'file') return FileTail.start(localFile(place.path))
  if (place.kind === 'docker') return FileTail.start(dockerFile(place.container, place.path))
  return FileTail.start(nodeFile(client, place.node, place.path))
}
