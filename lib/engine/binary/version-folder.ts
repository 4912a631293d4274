import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * The folder of one version's programs: `{version}` in the given folder stands for it; with none given it is a neighbour
 * of KUBEBUILDER_ASSETS, as setup-envtest lays versions out: `…/k8s/1.33.0-linux-amd64`. Of several patches the newest. The
 * given folder, or null, where no version is asked for or no neighbour has it.
 */
export async function versionFolder(
  given: string | null,
  version: string | null,
  assets: string | undefined,
): Promise<string | null> {
  if (version === null) return given
  if (given !== null) return given.replaceAll('{version}', version)
  if (assets === undefined || assets === '') return null
  const parent = dirname(assets)
  const names = await readdir(parent).catch(() => [])
  const fitting = names.filter((name) => isVersion(name.split('-', 1)[0] ?? '', version))
  const newest = fitting.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
  return newest === undefined ? null : join(parent, newest)
}

/** `1.33` asks for any patch of it, `1.33.4` for that one. */
export function isVersion(found: string, asked: string): boolean {
  const plain = asked.replace(/^v/, '')
  return found === plain || found.startsWith(`${plain}.`)
}
