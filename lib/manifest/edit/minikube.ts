import { wantedFlags, type AuditSettings } from './settings.js'

/** Only what the pod of minikube mounts already can be used. @see https://minikube.sigs.k8s.io/docs/tutorials/audit-policy/ */
const POLICY = '/etc/ssl/certs/audit-policy.yaml'

/** What to do with minikube, which has no file to edit: its flags for the same, or none of them. */
export function minikubeFlags(settings: AuditSettings | null, file: string): string {
  if (settings === null)
    return `${file}: take every --extra-config=apiserver.audit-… out, then: minikube delete && minikube start`
  const values: Readonly<Record<string, string>> = { 'audit-policy-file': POLICY, 'audit-log-path': '-' }
  const flags = wantedFlags(settings)
    .filter(({ flag }) => flag in values)
    .map(({ flag }) => `--extra-config=apiserver.${flag}=${values[flag] ?? ''}`)
  return [
    'mkdir -p ~/.minikube/files/etc/ssl/certs',
    'cp policy.yaml ~/.minikube/files/etc/ssl/certs/audit-policy.yaml',
    `minikube start \\\n  ${flags.join(' \\\n  ')}`,
    '# Events are in the log of the pod: kubectl logs -n kube-system kube-apiserver-minikube | grep audit.k8s.io/v1',
    '# A cluster that is there already takes new flags only after minikube delete.',
  ].join('\n')
}
