import { START } from '../place.js'
import type { ManifestCheck } from '../manifest-check.js'

export const fileName: ManifestCheck = {
  id: 'file-name',
  severity: 'warning',
  happens:
    "The kubelet takes any name; but beside kubeadm's own kube-apiserver.yaml it is a second manifest of one pod.",
  check: ({ file, kind }) =>
    kind === 'pod' && /(?:^|\/)(?:kube-api-server|kubeapi-?server|kube_apiserver)\.ya?ml$/.test(file)
      ? [{ at: START, message: "kubeadm's manifest is named kube-apiserver.yaml: edit that one" }]
      : [],
}
