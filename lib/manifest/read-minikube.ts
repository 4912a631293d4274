import type { Flag, Mount, Server } from './server.js'

/**
 * What the pod of minikube's kube-apiserver mounts; nothing can be added.
 * @see https://minikube.sigs.k8s.io/docs/tutorials/audit-policy/
 */
const MINIKUBE_MOUNTS: readonly string[] = [
  '/etc/ssl/certs',
  '/var/lib/minikube/certs',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
]

/** The kube-apiserver of a `minikube start`, from its `--extra-config=apiserver.NAME=VALUE`. */
export function minikubeServer(text: string): Server {
  const flags = [...text.matchAll(/--extra-config(?:=|\s+)(['"]?)apiserver\.([^=\s'"]+)=([^\s'"\\]*)\1/g)].map(
    (match): Flag => {
      const [all, , name = '', value = ''] = match
      const at = { start: match.index, end: match.index + all.length }
      const start = match.index + all.lastIndexOf(value)
      return { name, value, at, valueAt: { start, end: start + value.length } }
    },
  )
  const at = { start: 0, end: text.indexOf('\n') === -1 ? text.length : text.indexOf('\n') }
  const mounts = MINIKUBE_MOUNTS.map((path): Mount => ({ volume: path, path, readOnly: true, at }))
  const volumes = MINIKUBE_MOUNTS.map((path) => ({
    name: path,
    hostPath: path,
    type: 'DirectoryOrCreate',
    at,
    typeAt: at,
  }))
  return { flags, mounts, volumes, at }
}
