import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { InputError } from '../errors.js'
import { findFiles } from '../util/find-files.js'
import { isGlob } from '../util/glob.js'
import { STANDARD_INPUT, type LogFile } from './log-file.js'
import { rotatedName } from './rotation.js'

/**
 * The files that paths, globs and folders name: those of one log in the order in which they were written, one log after the
 * other, each file once. A folder is read with what is below it; hidden files are left out. Throws InputError with every path
 * that names nothing.
 */
export async function findLogs(paths: readonly string[]): Promise<LogFile[]> {
  const found = await Promise.all(paths.map(filesOf))
  const missing = paths.filter((_path, index) => found[index]?.length === 0)
  if (missing.length > 0) throw new InputError(missing.map((path) => `${path}: there is no such file`).join('\n'))
  return labelled([...new Set(found.flat())].sort(inOrder))
}

async function filesOf(path: string): Promise<string[]> {
  if (path === STANDARD_INPUT) return [path]
  const status = await stat(path).catch(() => null)
  // A name that has a star in it comes before the pattern.
  if (status === null) return isGlob(path) ? (await findFiles(path, process.cwd())).map(fromHere) : []
  if (!status.isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split('/')
          .some((part) => part.startsWith('.')),
    )
}

function fromHere(path: string): string {
  const here = relative(process.cwd(), path)
  return here.startsWith('..') ? path : here
}

function inOrder(a: string, b: string): number {
  const [one, other] = [keyOf(a), keyOf(b)]
  for (const [index, part] of one.entries()) {
    const than = other[index] ?? ''
    if (part !== than) return part < than ? -1 : 1
  }
  return 0
}

function keyOf(path: string): string[] {
  const { log, order } = rotatedName(basename(path))
  return [dirname(path), log, String(order[0]), order[1], path]
}

/** Files of one log have one label: the folder where folders differ, the log's name where these do, or both. */
function labelled(paths: readonly string[]): LogFile[] {
  const folders = distinct(paths.map((path) => dirname(path)))
  const names = distinct(paths.map((path) => rotatedName(basename(path)).log))
  const common = commonFolder(folders)
  return paths.map((path) => {
    const folder = relative(common, dirname(path))
    const name = rotatedName(basename(path)).log.replace(/\.(?:log|jsonl?|ndjson|txt)$/, '')
    const label = [folders.length > 1 ? folder : '', names.length > 1 ? name : '']
      .filter((part) => part !== '')
      .join('/')
    return { path, node: folders.length > 1 || names.length > 1 ? label : null }
  })
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}

/** The folder that all are in, so that labels are no longer than they must be. */
function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split('/'))
  const end = first.findIndex((part, index) => others.some((other) => other[index] !== part))
  return first.slice(0, end === -1 ? first.length : end).join('/') || (folders[0]?.startsWith('/') === true ? '/' : '.')
}
