import { nearest } from '../../scenario/nearest.js'
import { serverCheck } from '../manifest-check.js'

/** @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types */
const TYPES = ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice']

export const hostPathType = serverCheck({
  id: 'host-path-type',
  severity: 'error',
  happens: 'The kubelet refuses the pod (`hostPath.type: Unsupported value`), and kube-apiserver disappears.',
  check: ({ volumes }) =>
    volumes.flatMap(({ type, typeAt }) =>
      type === '' || TYPES.includes(type)
        ? []
        : [{ at: typeAt, message: `\`${type}\` is no type of a hostPath: ${meant(type)}` }],
    ),
})

function meant(type: string): string {
  const near = nearest(type, TYPES)
  return near === null ? `there are ${TYPES.join(', ')}` : `did you mean \`${near}\`?`
}
