import type { Subject } from '../subject.js'
import { below, rootOf, textOf } from '../yaml-tree.js'
import { disabledK3s, enabledK3s } from './k3s.js'
import { disabledKind, enabledKind } from './kind.js'
import { disabledKubeadm, enabledKubeadm } from './kubeadm.js'
import { disabledPod, enabledPod } from './pod.js'
import type { AuditSettings } from './settings.js'

/** The text of a file with auditing turned on; what is right already stays. Not for minikube, which has no file. */
export function enabled(subject: Subject, settings: AuditSettings): string {
  const { kind, text } = subject
  if (kind === 'pod') return enabledPod(text, settings)
  if (kind === 'kubeadm') return enabledKubeadm(text, settings, configurationIn(subject), 'File')
  return kind === 'kind' ? enabledKind(text, settings) : enabledK3s(text, settings)
}

/** The text of a file with auditing turned off. `env` names entries of the environment that go too. */
export function disabled(subject: Subject, env: readonly string[]): string {
  const { kind, text } = subject
  if (kind === 'pod') return disabledPod(text, env)
  if (kind === 'kubeadm') return disabledKubeadm(text, env, configurationIn(subject))
  return kind === 'kind' ? disabledKind(text, env) : disabledK3s(text)
}

/** Which document of the file is the ClusterConfiguration. */
function configurationIn({ trees }: Subject): number {
  return Math.max(
    0,
    trees.findIndex((tree) => textOf(below(rootOf(tree), 'kind')) === 'ClusterConfiguration'),
  )
}
