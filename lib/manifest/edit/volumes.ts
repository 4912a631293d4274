import {
  flagOf,
  logOf,
  mountOf,
  plainPath,
  POLICY_FLAG,
  volumeOf,
  WEBHOOK_FLAG,
  isBelow,
  type Mount,
  type Server,
} from '../server.js'
import { folderOf } from './settings.js'

export interface NewMount {
  readonly name: string
  readonly path: string
  readonly type: 'File' | 'Directory' | 'DirectoryOrCreate'
  readonly readOnly: boolean
  /** Which of the two is still missing. */
  readonly needsMount: boolean
  readonly needsVolume: boolean
}

/** What must be mounted for the policy and the log, and is not. `policy` is how the policy is mounted. */
export function missingMounts(server: Server, policy: 'File' | 'Directory'): NewMount[] {
  const taken = server.volumes.flatMap(({ name }) => name ?? [])
  const file = flagOf(server, POLICY_FLAG)?.value
  const log = logOf(server)?.value
  const policyPath = file === undefined ? undefined : policy === 'File' ? file : folderOf(file)
  return [
    ...(file === undefined || policyPath === undefined
      ? []
      : missing(server, file, {
          name: freeName('audit-policy', taken),
          path: policyPath,
          type: policy,
          readOnly: true,
        })),
    ...(log === undefined
      ? []
      : missing(server, log, {
          name: freeName('audit-log', taken),
          path: folderOf(log),
          type: 'DirectoryOrCreate',
          readOnly: false,
        })),
  ]
}

function missing(server: Server, file: string, wanted: Omit<NewMount, 'needsMount' | 'needsVolume'>): NewMount[] {
  const mount = mountOf(server, file)
  if (mount === undefined) {
    const there = server.volumes.find(
      ({ name, hostPath }) => name !== null && hostPath !== null && plainPath(hostPath) === wanted.path,
    )
    return [{ ...wanted, name: there?.name ?? wanted.name, needsMount: true, needsVolume: there === undefined }]
  }
  if (mount.volume === null || volumeOf(server, mount) !== undefined) return []
  const type =
    plainPath(mount.path) === file ? ('File' as const) : wanted.type === 'File' ? ('Directory' as const) : wanted.type
  return [{ ...wanted, name: mount.volume, path: plainPath(mount.path), type, needsMount: false, needsVolume: true }]
}

function freeName(name: string, taken: readonly string[]): string {
  const names = [name, ...taken.map((_, at) => `${name}-${at + 2}`)]
  return names.find((one) => !taken.includes(one)) ?? name
}

/** The mounts that are there for auditing alone: no other flag names a file below them, and they say so. */
export function auditMounts(server: Server): Mount[] {
  const files = [flagOf(server, POLICY_FLAG), logOf(server), flagOf(server, WEBHOOK_FLAG)].flatMap((flag) => flag ?? [])
  const others = server.flags.filter(({ name }) => !name.startsWith('audit-')).flatMap(({ value }) => value.split(','))
  const found = files.flatMap(({ value }) => {
    const mount = mountOf(server, value)
    return mount !== undefined && isOfAuditing(mount, value) ? [mount] : []
  })
  return [...new Set(found)].filter(({ path }) => !others.some((file) => isBelow(plainPath(file), plainPath(path))))
}

function isOfAuditing({ path, volume }: Mount, file: string): boolean {
  return plainPath(path) === plainPath(file) || /audit/i.test(path) || /audit/i.test(volume ?? '')
}
