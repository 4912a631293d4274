import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { findBinaries } from '../../../lib/engine/binary/find-binaries.js'

let directory = ''
const place = (name: string): string => join(directory, name)

const TOLD = { etcd: 'etcd Version: 3.6.4', 'kube-apiserver': 'Kubernetes v1.34.4', kubectl: 'Client Version: v1.34.1' }

async function program(folder: string, name: string, script: string): Promise<void> {
  await mkdir(place(folder), { recursive: true })
  await writeFile(join(place(folder), name), `#!/bin/sh\n${script}\n`)
  await chmod(join(place(folder), name), 0o755)
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'binaries-'))
  for (const [name, words] of Object.entries(TOLD)) await program('whole', name, `echo '${words}'`)
  await program('newer', 'kube-apiserver', `echo 'Kubernetes v1.35.0'`)
  for (const [name, words] of Object.entries(TOLD)) await program('broken', name, `echo '${words}'`)
  await program('broken', 'etcd', 'echo "wrong architecture" >&2; exit 126')
})
afterAll(() => rm(directory, { recursive: true }))

test('all three come from KUBEBUILDER_ASSETS, with the version that each tells', async () => {
  expect(await findBinaries(null, { KUBEBUILDER_ASSETS: place('whole'), PATH: place('newer') })).toEqual({
    etcd: { path: join(place('whole'), 'etcd'), version: '3.6.4' },
    apiServer: { path: join(place('whole'), 'kube-apiserver'), version: '1.34.4' },
    kubectl: { path: join(place('whole'), 'kubectl'), version: '1.34.1' },
  })
})

test('what KUBEBUILDER_ASSETS lacks comes from PATH, its folders in order', async () => {
  const found = await findBinaries(null, {
    KUBEBUILDER_ASSETS: place('newer'),
    PATH: `${place('none')}:${place('whole')}`,
  })
  expect(found).toMatchObject({
    apiServer: { version: '1.35.0' },
    etcd: { path: join(place('whole'), 'etcd') },
  })
})

test('a folder that is named is the only one', async () => {
  const found = await findBinaries(place('newer'), { KUBEBUILDER_ASSETS: place('whole'), PATH: place('whole') })
  expect(found).toMatchObject({
    reason: `etcd is not in ${place('newer')}; kubectl is not in ${place('newer')}`,
  })
})

test('what is nowhere is said, with the places and how to get it', async () => {
  expect(await findBinaries(null, { PATH: place('newer') })).toEqual({
    reason:
      'etcd is not in PATH, and KUBEBUILDER_ASSETS is not set; kubectl is not in PATH, and KUBEBUILDER_ASSETS is not set',
    fix: expect.stringContaining('setup-envtest'),
  })
})

test('a program that does not run is shown with its own words', async () => {
  expect(await findBinaries(place('broken'))).toMatchObject({
    reason: `${join(place('broken'), 'etcd')} does not tell its version: wrong architecture`,
  })
})
