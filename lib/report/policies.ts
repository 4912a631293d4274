import type { PolicyResult } from '../run/result.js'

/** How kube-apiserver took a policy, as a sentence without its full stop. */
export function loadedWords(loaded: PolicyResult['loaded']): string {
  switch (loaded) {
    case 'strict':
      return 'kube-apiserver loads it'
    case 'lenient':
      return 'kube-apiserver loads it leniently, without the fields that it does not know'
    case 'refused':
      return 'kube-apiserver refuses it'
  }
}
