import { writeFile } from 'node:fs/promises'
import { loadReport } from '../report/registry.js'
import type { RunResult } from '../run/result.js'
import { printResult, wantsColor, widthOf } from './streams.js'
import { writeReports } from './write-reports.js'

/** Throws InputError for a report that is not there, before anything is run. */
export async function checkReports(reports: readonly string[]): Promise<void> {
  for (const report of reports) await loadReport(report.split('=', 1)[0] ?? '')
}

/** The result on standard output and in files; on GitHub annotations and a step summary too. */
export async function writeResult(result: RunResult, format: string, reports: readonly string[]): Promise<void> {
  const options = { root: process.cwd() }
  await writeReports(result, reports, options)
  const report = await loadReport(format)
  await printResult(report(result, { ...options, color: wantsColor(process.stdout), width: widthOf(process.stdout) }))
  if (process.env['GITHUB_ACTIONS'] === undefined) return
  const plain = { ...options, color: false, width: null }
  // Annotations are read from either stream; standard output holds the result.
  process.stderr.write((await loadReport('github'))(result, plain))
  const summary = process.env['GITHUB_STEP_SUMMARY']
  if (summary !== undefined) await writeFile(summary, (await loadReport('markdown'))(result, plain), { flag: 'a' })
}
