import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const TOOLS: readonly (readonly [string, ...string[]])[] = [
  ['docker', 'version'],
  ['kind', 'version'],
  ['kubectl', 'version', '--client'],
]

/** Makes the one cluster that live tests share, or says why they are skipped. Tests learn of it by the environment. */
// eslint-disable-next-line no-restricted-exports -- Jest calls the default export
export default async function setup(): Promise<void> {
  const missing = await missingTools()
  if (missing !== null) {
    if (process.env['AUDIT_LAB_REQUIRE_LIVE'] === '1') throw new Error(`live tests are required, but ${missing}`)
    process.env['LIVE_SKIPPED'] = missing
    process.stderr.write(`live tests are skipped: ${missing}\n`)
    return
  }
  const directory = await mkdtemp(join(tmpdir(), 'live-tests-'))
  const cluster = `live-${directory.slice(-6).toLowerCase()}`
  // State, temporary folders and a kubeconfig of the tests' own: the user's are none of their business.
  Object.assign(process.env, {
    LIVE_DIRECTORY: directory,
    LIVE_CLUSTER: cluster,
    XDG_STATE_HOME: join(directory, 'state'),
    TMPDIR: join(directory, 'tmp'),
    KUBECONFIG: join(directory, 'kubeconfig'),
  })
  await mkdir(join(directory, 'tmp'))
  await writeFile(join(directory, 'kubeconfig'), 'apiVersion: v1\nkind: Config\ncurrent-context: of-the-user\n')
  await run(process.execPath, ['bin/audit-lab.js', 'cluster', 'up', '--name', cluster])
}

/** Why live tests cannot run here; null when they can. */
async function missingTools(): Promise<string | null> {
  for (const [tool, ...args] of TOOLS) {
    try {
      await run(tool, args)
    } catch (error) {
      return `${tool} does not answer: ${(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''}`
    }
  }
  return existsSync('dist/cli/main.js') ? null : 'audit-lab is not built: npm run build'
}
