import type { Report } from './report.js'

/** The result as it stands: exact numbers, whole Events, absolute or relative paths as the run had them. */
export const json: Report = (result) => `${JSON.stringify(result, null, 2)}\n`
