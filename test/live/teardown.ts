import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Removes the shared cluster, and what tests that failed have left. */
// eslint-disable-next-line no-restricted-exports -- Jest calls the default export
export default async function teardown(): Promise<void> {
  const directory = process.env['LIVE_DIRECTORY']
  if (directory === undefined) return
  await promisify(execFile)(process.execPath, ['bin/audit-lab.js', 'cluster', 'down', '--all'])
  await rm(directory, { recursive: true, force: true })
}
