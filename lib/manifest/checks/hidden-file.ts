import { START } from '../place.js'
import type { ManifestCheck } from '../manifest-check.js'

export const hiddenFile: ManifestCheck = {
  id: 'hidden-file',
  severity: 'error',
  happens: 'The kubelet leaves out files whose names begin with a dot: the pod never starts.',
  check: ({ file, neighbours }) =>
    neighbours !== null && /(?:^|\/)\.[^/]+$/.test(file)
      ? [{ at: START, message: 'the name begins with a dot: name it kube-apiserver.yaml' }]
      : [],
}
