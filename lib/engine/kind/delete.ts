import { run } from '../../util/exec.js'
import { kubeconfigPath } from './state.js'

/** Removes the cluster's containers, whatever state they are in. Throws CommandError when Docker does not answer. */
export async function deleteCluster(name: string): Promise<void> {
  await run('kind', ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfigPath(name)])
}
