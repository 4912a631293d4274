import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { InputError } from '../errors.js'
import { runsServer } from '../manifest/read-pod.js'
import { rootOf } from '../manifest/yaml-tree.js'
import { readSubject, type Neighbour, type Subject } from '../manifest/subject.js'
import { readText } from '../scenario/read-text.js'
import { relativePath } from '../util/path.js'

/** Folders that a kubelet reads manifests from, by their usual names: kubeadm's and RKE2's. */
const MANIFEST_FOLDERS = ['manifests', 'pod-manifests']

/** The files as checks see them, with their neighbours. A folder stands for its kube-apiserver manifests. Throws InputError. */
export async function readManifests(paths: readonly string[], nodeAddress: string | null): Promise<Subject[]> {
  const subjects: Subject[] = []
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true
    if (isFolder) subjects.push(...(await inFolder(path, nodeAddress)))
    else subjects.push(await readManifest(path, nodeAddress))
  }
  return subjects
}

async function readManifest(path: string, nodeAddress: string | null): Promise<Subject> {
  const text = await readText(path)
  const folder = dirname(resolve(path))
  const isManifests = MANIFEST_FOLDERS.includes(basename(folder))
  const neighbours = isManifests ? (await filesOf(folder)).filter(({ name }) => name !== basename(path)) : null
  const subject = readSubject(text, relativePath(path, process.cwd()), { neighbours, nodeAddress })
  if (subject === null)
    throw new InputError(`${path}: this is no file that turns auditing on`, {
      problems: [{ file: path, line: 1, column: 1, message: 'no kind of file that is known here' }],
      hint: 'Known are a static pod of kube-apiserver, a kubeadm ClusterConfiguration, a KIND config (kind.x-k8s.io), a config of k3s or RKE2, and a script with minikube start.',
    })
  return subject
}

async function inFolder(folder: string, nodeAddress: string | null): Promise<Subject[]> {
  const all = await filesOf(folder)
  const subjects = all.flatMap(({ name, text }) => {
    const neighbours = all.filter((other) => other.name !== name)
    const subject = readSubject(text, relativePath(join(folder, name), process.cwd()), { neighbours, nodeAddress })
    // The other static pods of the folder are none of ours.
    return subject?.kind === 'pod' && subject.trees.some((tree) => runsServer(rootOf(tree))) ? [subject] : []
  })
  if (subjects.length === 0) throw new InputError(`${folder}: no file in it is a pod that runs kube-apiserver`)
  return subjects.filter(({ file }) => !basename(file).startsWith('.') || subjects.length === 1)
}

/** Subfolders are not read by a kubelet. */
async function filesOf(folder: string): Promise<Neighbour[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map(async (name) => ({ name, text: await readText(join(folder, name)) })))
}
