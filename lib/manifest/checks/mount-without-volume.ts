import { nearest } from '../../scenario/nearest.js'
import { serverCheck } from '../manifest-check.js'

export const mountWithoutVolume = serverCheck({
  id: 'mount-without-volume',
  severity: 'error',
  happens: 'The kubelet refuses the pod (`volumeMounts[i].name: Not found`), and kube-apiserver disappears.',
  check: ({ mounts, volumes }) => {
    const names = volumes.flatMap(({ name }) => name ?? [])
    return (mounts ?? []).flatMap(({ volume, at }) => {
      if (volume === null || names.includes(volume)) return []
      const near = nearest(volume, names)
      const words = near === null ? 'add it under `spec.volumes`, or take the mount out' : `did you mean \`${near}\`?`
      return [{ at, message: `there is no volume \`${volume}\`: ${words}` }]
    })
  },
})
