import { checkManifests } from '../../lib/manifest/check.js'
import { readSubject, type Subject } from '../../lib/manifest/subject.js'

/** A manifest with auditing as it should be; kubeadm's, with what matters here. */
export const RIGHT = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint: 192.168.0.10:6443
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - command:
    - kube-apiserver
    - --advertise-address=192.168.0.10
    - --audit-policy-file=/etc/kubernetes/audit/policy.yaml
    - --audit-log-path=/var/log/kubernetes/audit/audit.log
    - --audit-log-maxage=30
    - --audit-log-maxbackup=10
    - --audit-log-maxsize=100
    image: registry.k8s.io/kube-apiserver:v1.34.4
    livenessProbe:
      httpGet: {host: 192.168.0.10, path: /livez, port: 6443, scheme: HTTPS}
    name: kube-apiserver
    volumeMounts:
    - mountPath: /etc/kubernetes/pki
      name: k8s-certs
      readOnly: true
    - mountPath: /etc/kubernetes/audit/policy.yaml
      name: audit-policy
      readOnly: true
    - mountPath: /var/log/kubernetes/audit
      name: audit-log
  hostNetwork: true
  volumes:
  - hostPath:
      path: /etc/kubernetes/pki
      type: DirectoryOrCreate
    name: k8s-certs
  - hostPath:
      path: /etc/kubernetes/audit/policy.yaml
      type: File
    name: audit-policy
  - hostPath:
      path: /var/log/kubernetes/audit
      type: DirectoryOrCreate
    name: audit-log
`

/** The text with one part of it changed; the part must be there, and once. */
export function changed(part: string, by: string, text = RIGHT): string {
  if (text.split(part).length !== 2) throw new Error(`not once in the text: ${part}`)
  return text.replace(part, () => by)
}

type Given = Partial<Pick<Subject, 'neighbours' | 'nodeAddress'>> & { readonly file?: string }

export function subjectOf(
  text: string,
  { file = 'kube-apiserver.yaml', neighbours = null, nodeAddress = null }: Given = {},
): Subject {
  const subject = readSubject(text, file, { neighbours, nodeAddress })
  if (subject === null) throw new Error('no kind of file that is known')
  return subject
}

/** `13:7 error unknown-flag: message`. */
export function shown(text: string, given: Given = {}, ...others: readonly Subject[]): string[] {
  const [first] = checkManifests([subjectOf(text, given), ...others])
  return (first?.findings ?? []).map(
    ({ line, column, severity, rule, message }) => `${line}:${column} ${severity} ${rule}: ${message}`,
  )
}

export const places = (text: string, given: Given = {}, ...others: readonly Subject[]): string[] =>
  shown(text, given, ...others).map((line) => line.replace(/ \w+ ([a-z-]+): .*$/s, ' $1'))
