import { checkManifests } from '../manifest/check.js'
import { flagOf, logOf, mountOf, POLICY_FLAG, volumeOf, type Server } from '../manifest/server.js'
import { readSubject, type Subject } from '../manifest/subject.js'
import type { Mark } from './exercise.js'

const FILE = 'kube-apiserver.yaml'

/** Why a manifest does not earn a mark: what the kubelet and the server would make of it. */
export function manifestReasons(mark: Mark, answer: string, start: string): string[] {
  const subject = read(answer)
  const server = subject?.servers[0]
  if (subject === null || server === undefined) return ['this is no manifest of kube-apiserver any more']
  return [
    ...(mark.right === true ? findings(subject) : []),
    ...Object.entries(mark.flags).flatMap(([name, value]) => flagReasons(server, name, value)),
    ...(mark.mounted === true ? mountReasons(server) : []),
    ...(mark.kept === undefined ? [] : keptReasons(server, read(start)?.servers[0], mark.kept)),
  ]
}

function read(text: string): Subject | null {
  return readSubject(text, FILE, { neighbours: null, nodeAddress: null })
}

function findings(subject: Subject): string[] {
  return checkManifests([subject]).flatMap((result) =>
    result.findings
      .filter(({ severity }) => severity === 'error')
      .map(({ line, message, why }) => `line ${line}: ${message}. ${why}`),
  )
}

function flagReasons(server: Server, name: string, value: string): string[] {
  const found = flagOf(server, name)
  if (found === undefined) return [`the server is started without --${name}`]
  return found.value === value ? [] : [`--${name} is ${found.value}, and should be ${value}`]
}

function mountReasons(server: Server): string[] {
  const policy = flagOf(server, POLICY_FLAG)
  const log = logOf(server)
  return [policy, log].flatMap((flag) => {
    if (flag === undefined) return ['a flag that names a file is missing, so nothing of it is mounted']
    const mount = mountOf(server, flag.value)
    if (mount === undefined) return [`the server sees nothing at ${flag.value}: no mount leads there`]
    if (volumeOf(server, mount) === undefined) return [`the mount at ${mount.path} has no volume`]
    return flag === log && mount.readOnly ? [`the mount at ${mount.path} cannot be written on`] : []
  })
}

function keptReasons(server: Server, start: Server | undefined, changed: readonly string[]): string[] {
  const values = (one: Server | undefined, name: string): string =>
    (one?.flags ?? [])
      .filter((flag) => flag.name === name)
      .map(({ value }) => value)
      .join(', ')
  const names = new Set([...(start?.flags ?? []), ...server.flags].map(({ name }) => name))
  return [...names]
    .filter((name) => !changed.includes(name) && values(server, name) !== values(start, name))
    .map((name) => `--${name} was ${values(start, name) || 'not there'}, and is ${values(server, name) || 'gone'}`)
}
