import type { VolumeResult } from '../../volume/result.js'

/** The result as it stands. */
export function volumeJson(result: VolumeResult): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
