import { InputError } from '../errors.js'
import type { Report } from './report.js'

/** Nothing of a format is loaded before it is asked for: a run that prints text need not wait for an XML library. */
const formats: ReadonlyMap<string, () => Promise<Report>> = new Map([
  ['text', async () => (await import('./text.js')).text],
  ['json', async () => (await import('./json.js')).json],
  ['junit', async () => (await import('./junit.js')).junit],
  ['markdown', async () => (await import('./markdown.js')).markdown],
  ['github', async () => (await import('./github.js')).github],
])

/** The names that `loadReport` knows, `text` first. */
export const REPORT_FORMATS: readonly string[] = [...formats.keys()]

/** The report of a format. An unknown format is an InputError that lists the known ones. */
export async function loadReport(format: string): Promise<Report> {
  const load = formats.get(format)
  if (load === undefined) {
    throw new InputError(`unknown report format "${format}", expected one of: ${REPORT_FORMATS.join(', ')}`)
  }
  return load()
}
