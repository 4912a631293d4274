import type { Place } from './place.js'

/** A flag of kube-apiserver, without its dashes. */
export interface Flag {
  readonly name: string
  readonly value: string
  /** The whole argument; where its value stands. */
  readonly at: Place
  readonly valueAt: Place
}

export interface Mount {
  /** The volume that it names; null when it names none. */
  readonly volume: string | null
  readonly path: string
  readonly readOnly: boolean
  readonly at: Place
}

export interface Volume {
  readonly name: string | null
  /** Null for one that is not of the host. */
  readonly hostPath: string | null
  /** The type of its hostPath; empty where none is written, and nothing is asked then. */
  readonly type: string
  readonly at: Place
  readonly typeAt: Place
}

/** What a file says of one kube-apiserver. */
export interface Server {
  readonly flags: readonly Flag[]
  /** Null where the server sees the files of the host. */
  readonly mounts: readonly Mount[] | null
  readonly volumes: readonly Volume[]
  /** Where the flags stand, for what is not there. */
  readonly at: Place
}

/** The value that counts: of a flag given twice the last one. */
export function flagOf({ flags }: Server, name: string): Flag | undefined {
  return flags.findLast((flag) => flag.name === name && flag.value !== '')
}

/** A path without what does not change its meaning. */
export function plainPath(path: string): string {
  const plain = path.replaceAll(/\/+/g, '/').replaceAll(/\/\.(?=\/|$)/g, '')
  return plain.length > 1 ? plain.replace(/\/$/, '') : plain
}

export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}

/** The mount through which the server sees a path: the longest one. */
export function mountOf({ mounts }: Server, path: string): Mount | undefined {
  return [...(mounts ?? [])]
    .filter((mount) => mount.path !== '' && isBelow(plainPath(path), plainPath(mount.path)))
    .sort((a, b) => plainPath(a.path).length - plainPath(b.path).length)
    .at(-1)
}

export function volumeOf({ volumes }: Server, { volume }: Mount): Volume | undefined {
  return volume === null ? undefined : volumes.findLast(({ name }) => name === volume)
}

/** The flags that name files, in the order in which the server needs them. */
export const POLICY_FLAG = 'audit-policy-file'
export const LOG_FLAG = 'audit-log-path'
export const WEBHOOK_FLAG = 'audit-webhook-config-file'

/** The path of the log; undefined where it is standard output. */
export function logOf(server: Server): Flag | undefined {
  const log = flagOf(server, LOG_FLAG)
  return log?.value === '-' ? undefined : log
}
