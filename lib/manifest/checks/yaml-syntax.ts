import type { ManifestCheck } from '../manifest-check.js'
import { syntaxErrors } from '../subject.js'

export const yamlSyntax: ManifestCheck = {
  id: 'yaml-syntax',
  severity: 'error',
  happens:
    'The kubelet cannot read the file and drops the running kube-apiserver. Nothing stands in any pod log: only the journal of the kubelet says why.',
  check: (subject) =>
    syntaxErrors(subject).map(({ tree, error }) => {
      const [start, end] = error.pos
      return {
        at: { start: tree.toFile(start), end: tree.toFile(end) },
        message: `${error.message.replaceAll(/\s+/g, ' ')}${tabWords(subject.text, tree.toFile(start))}`,
      }
    }),
}

/** YAML forbids tabs where it counts columns. */
function tabWords(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n')[0] ?? ''
  return /^ *\t/.test(line) ? '; the line is indented with a tab: use spaces' : ''
}
