import { chmod, chown, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { stateDirectory } from '../engine/live/state-directory.js'
import { InputError } from '../errors.js'

/**
 * Puts another text in the place of a file, whole, with its owner and mode, and keeps the old one. Returns where. A
 * kubelet reads every file of its folder but those whose names begin with a dot, so no backup may lie there.
 */
export async function replaceFile(file: string, text: string, backupFolder: string | null): Promise<string> {
  const path = await realpath(file)
  const folder = resolve(backupFolder ?? stateDirectory('backups'))
  if (folder === dirname(path))
    throw new InputError(`${folder}: the backup cannot stand beside the file`, {
      hint: 'A kubelet reads every file in the folder of a manifest, backups too. Name another --backup-folder.',
    })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const backup = join(folder, `${basename(path)}.${new Date().toISOString().replaceAll(':', '-')}`)
  await writeFile(backup, await readFile(path), { mode: 0o600, flag: 'wx' })
  const { mode, uid, gid } = await stat(path)
  const unfinished = join(dirname(path), `.${basename(path)}.audit-lab`)
  try {
    await writeFile(unfinished, text)
    await chmod(unfinished, mode)
    await chown(unfinished, uid, gid)
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
  return backup
}
