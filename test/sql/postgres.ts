import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian keeps the programs of the server, which are not on the PATH there; null where there is no PostgreSQL. */
const BIN = findBin()

export const hasPostgres = BIN !== null

function findBin(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions.map((version) => join(debian, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  if (found !== undefined) return found
  const onPath = spawnSync('sh', ['-c', 'dirname "$(command -v initdb)"'], { encoding: 'utf8' }).stdout.trim()
  return existsSync(join(onPath, 'initdb')) && onPath !== '.' ? onPath : null
}

export interface Postgres extends AsyncDisposable {
  /** Runs a script, and gives back what it prints without headings. */
  query(script: string): Promise<string>
  /** With it psql finds the server. */
  readonly environment: Readonly<Record<string, string>>
}

/** A server of our own in a temporary directory, on a socket that nobody else has. It never runs as root: it refuses to. */
export async function startPostgres(): Promise<Postgres> {
  if (BIN === null) throw new Error('there is no PostgreSQL')
  const owner = ownerOf()
  const directory = mkdtempSync(join(tmpdir(), 'audit-lab-pg-'))
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid ?? 0)
  const data = join(directory, 'data')
  const settings = { ...owner, cwd: directory, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } }
  execFileSync(join(BIN, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'lab', '-E', 'UTF8', '--no-sync'], {
    ...settings,
    stdio: 'pipe',
  })
  const options = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-k', directory]
  const server = spawn(join(BIN, 'postgres'), ['-D', data, ...options], {
    ...settings,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await isReady(server)
  const environment = { PGHOST: directory, PGUSER: 'lab', PGDATABASE: 'postgres' }
  const program = join(BIN, 'psql')
  return {
    query: (script) => psql(program, { ...process.env, ...environment }, script),
    environment,
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGINT')
      await once(server, 'exit')
      rmSync(directory, { recursive: true })
    },
  }
}

/** The user whom Debian's package makes, where we are root. */
function ownerOf(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function isReady(server: ChildProcess): Promise<void> {
  let said = ''
  for await (const chunk of server.stderr ?? []) {
    said += String(chunk)
    if (said.includes('ready to accept connections')) {
      // Leaving the loop has closed the stream, and the server can do without it.
      return
    }
  }
  throw new Error(`PostgreSQL did not start: ${said}`)
}

async function psql(program: string, env: NodeJS.ProcessEnv, script: string): Promise<string> {
  const child = spawn(program, ['-qAtX', '-v', 'ON_ERROR_STOP=1', '-f', '-'], { env })
  let [out, error] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text))
  child.stdin.end(script)
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`psql: ${error.slice(0, 2000)}`)
  return out
}
