// Asks a real kube-apiserver what it serves, alpha and beta included, and writes it into lib/resources/kubernetes.ts.
// It needs etcd, kube-apiserver and kubectl, as the binary engine does, and a build: npm run build && node build/generate-resources.mjs
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBinaries } from '../dist/engine/binary/find-binaries.js'
import { Servers } from '../dist/engine/binary/servers.js'
import { ApiClient } from '../dist/engine/live/api-client.js'
import { CATCH_ALL } from '../dist/engine/live/catch-all.js'
import { OwnedRun } from '../dist/engine/live/owned-run.js'
import { packageRoot } from '../dist/scenario/package-root.js'

const found = await findBinaries(null)
if ('reason' in found) throw new Error(`${found.reason}\n${found.fix}`)

const { gitVersion, items } = await askServer(found)

/** Of several versions of a group the first that serves a resource tells of it; verbs and subresources add up. */
const resources = new Map()
for (const { metadata, versions } of items) {
  const group = metadata?.name ?? ''
  for (const { resources: served } of versions) {
    for (const { resource, responseKind, scope, shortNames, singularResource, verbs, subresources } of served) {
      const key = `${resource}.${group}`
      const known = resources.get(key) ?? {
        group,
        resource,
        singular: singularResource,
        kind: responseKind.kind,
        shortNames: shortNames ?? [],
        namespaced: scope === 'Namespaced',
        verbs: [],
        subresources: {},
      }
      known.verbs = union(known.verbs, verbs)
      for (const { subresource, verbs: ofIt } of subresources ?? [])
        known.subresources[subresource] = union(known.subresources[subresource], ofIt)
      resources.set(key, known)
    }
  }
}

const sorted = [...resources.values()].sort(
  (a, b) => a.group.localeCompare(b.group) || a.resource.localeCompare(b.resource),
)
const code = `import type { ServedResource } from './resource.js'

/** Made by build/generate-resources.mjs from the discovery of a real kube-apiserver, alpha and beta included. */
export const KUBERNETES_VERSION = '${gitVersion}'

// prettier-ignore
export const KUBERNETES_RESOURCES: readonly ServedResource[] = [
${sorted.map((one) => `  ${literal(one)},`).join('\n')}
]
`
await writeFile(join(packageRoot(), 'lib', 'resources', 'kubernetes.ts'), code)
console.log(`${sorted.length} resources of Kubernetes ${gitVersion}`)

function union(had = [], more = []) {
  return [...new Set([...had, ...more])].sort()
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object') return JSON.stringify(value).replaceAll('"', "'")
  const members = Object.entries(value).map(([key, one]) => `${/^\w+$/.test(key) ? key : `'${key}'`}: ${literal(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** Starts etcd and the server, asks, and ends both. */
async function askServer(binaries) {
  const run = await OwnedRun.open('binary')
  try {
    const { directory } = run.record
    const path = join(directory, 'kube-apiserver')
    const everything = '--runtime-config=api/all=true --feature-gates=AllAlpha=true,AllBeta=true'
    await writeFile(path, `#!/bin/sh\nexec '${binaries.apiServer.path}' "$@" ${everything}\n`, { mode: 0o700 })
    const servers = await Servers.prepare({ ...binaries, apiServer: { ...binaries.apiServer, path } }, directory)
    try {
      const main = await servers.startMain(CATCH_ALL, new AbortController().signal)
      const client = new ApiClient(main.server, await servers.identities.admin())
      const headers = { Accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }
      const answers = await Promise.all(['/api', '/apis'].map((one) => client.sendRaw('GET', one, { headers })))
      const { gitVersion } = await client.json('GET', '/version')
      return { gitVersion, items: answers.flatMap(({ body }) => JSON.parse(body.toString()).items) }
    } finally {
      await servers[Symbol.asyncDispose]()
    }
  } finally {
    await run[Symbol.asyncDispose]()
  }
}
