import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../errors.js'
import { loadReport } from '../report/registry.js'
import type { RunResult } from '../run/result.js'

/** Writes each `format=path`; folders are made. */
export async function writeReports(
  result: RunResult,
  reports: readonly string[],
  options: { readonly root: string },
): Promise<void> {
  for (const report of reports) {
    const [, format, path] = /^([^=]+)=(.+)$/.exec(report) ?? []
    if (format === undefined || path === undefined) {
      throw new InputError(`--report ${report}: format=path is expected, such as junit=reports/junit.xml`)
    }
    const write = await loadReport(format)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, write(result, { ...options, color: false, width: null }))
  }
}
