import type { ManifestCheck, Report } from '../manifest-check.js'
import { itemsOf, membersOf, placeOf, rootOf, textOf, type Branch } from '../yaml-tree.js'

/** `${cluster_id}`, `{{ cluster_id }}`, `<CLUSTER_ID>`. `$(NAME)` is Kubernetes' own and is replaced by the kubelet. */
const LEFT = /\$\{[^}]*\}|\{\{[^}]*\}\}|<[A-Z][A-Z0-9_-]+>/

export const unreplacedVariable: ManifestCheck = {
  id: 'unreplaced-variable',
  severity: 'error',
  happens:
    'Nobody replaces it: the server looks for a file of that very name, and a log shipper reads names that it does not know.',
  check: ({ trees, kind, servers }) => [
    ...trees.flatMap((tree) => left(rootOf(tree))),
    ...(kind === 'minikube'
      ? servers.flatMap(({ flags }) => flags.flatMap(({ value, valueAt }) => reports(value, valueAt)))
      : []),
  ],
}

function left(branch: Branch): Report[] {
  const text = textOf(branch)
  return [
    // The text of a patch is looked at as a document of its own.
    ...(text === undefined || text.includes('\n') ? [] : reports(text, placeOf(branch))),
    ...membersOf(branch).flatMap(({ key, at, value }) => [...reports(key, at), ...left(value)]),
    ...itemsOf(branch).flatMap(left),
  ]
}

function reports(text: string, at: Report['at']): Report[] {
  const found = LEFT.exec(text)?.[0]
  return found === undefined
    ? []
    : [{ at, message: `\`${found}\` was left for somebody to fill in: write what it stands for` }]
}
