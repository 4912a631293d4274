import type { ScenarioFile } from './schema.js'
import type { Mistake } from './yaml-document.js'

/** A webhook of the lab's must be reachable, and every lane learns of it a little later. */
export function checkWebhook({ webhook, needs, rejected }: ScenarioFile): Mistake[] {
  if (webhook === undefined) return []
  const path = ['webhook']
  const mistakes: Mistake[] = []
  if (!needs.includes('webhooks')) {
    const message = 'not every engine lets its API servers reach this machine; add `webhooks` to `needs`'
    mistakes.push({ path, part: 'key', message })
  }
  if (rejected.trim() === '') {
    const message =
      '`webhook` is in force on every lane a little later; add `rejected` with a manifest for a webhook at `${webhook}/deny`'
    mistakes.push({ path, part: 'key', message })
  }
  return mistakes
}
