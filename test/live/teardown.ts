import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Removes the shared cluster, and what tests that failed have left. */
// eslint-disable-next-line no-restricted-exports -- Jest calls the default export
export default async function teardown(): Promise<void> {
  const directory = process.env['LIVE_DIRECTORY']
  if (directory === undefined) return
  await auditLab('cluster', 'down', '--all')
  const { stdout } = await auditLab('cluster', 'status')
  // A command that a test has left uses it still.
  if (stdout !== 'no clusters\n') throw new Error(`live tests have left clusters:\n${stdout}`)
  await rm(directory, { recursive: true, force: true })
}

function auditLab(...args: string[]): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, ['bin/audit-lab.js', ...args])
}
