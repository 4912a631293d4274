import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { EngineError } from '../../errors.js'
import type { Plan } from '../engine.js'
import { ApiClient } from './api-client.js'
import type { LiveCluster } from './cluster.js'
import { makeDefaultObjects, type NamespaceManifest } from './default-objects.js'
import { Kubectl } from './kubectl.js'
import { manifestStream } from './manifest-stream.js'
import { Proxy } from './proxy.js'
import { waitUntilServed } from './readiness.js'
import type { RunContext } from './scenario-run.js'
import { WebhookReceiver } from './webhook-receiver.js'

/** What a run shares, started; its end closes the proxy and the connections. */
export interface Prepared extends RunContext, AsyncDisposable {
  /** API paths of the custom resources that scenarios need. */
  readonly crdPaths: readonly string[]
}

/** Starts the proxy and makes what all lanes share: fixed namespaces and CustomResourceDefinitions. */
export async function prepare(plan: Plan, cluster: LiveCluster, directory: string): Promise<Prepared> {
  const { signal } = plan
  const credential = await cluster.identities.admin()
  const kubectl = await Kubectl.create(directory, cluster.kubectl)
  const { host, port, certificateAuthority, serverName } = cluster.main
  const server = { url: `https://${host}:${port}`, certificateAuthority, serverName }
  const administrate: Prepared['administrate'] = async (namespace, args, options = {}) => {
    // In the kubeconfig, not as a flag: with the flag kubectl refuses manifests that name another namespace.
    const kubeconfig = await kubectl.writeKubeconfig(`main-${namespace}`, server, { credential, namespace })
    return kubectl.lab(kubeconfig, args, options)
  }
  const main = new ApiClient(cluster.main, credential)
  const crds = await readCrds(plan)
  const namespaces = await makeDefaultObjects(cluster, main, await missingNamespaces(plan, main), signal)
  const shared = [...namespaces.map((one) => JSON.stringify(one)), ...crds.documents]
  if (shared.length > 0) {
    plan.progress('setup: namespaces and CustomResourceDefinitions that lanes share')
    const apply = ['apply', '--server-side', '--force-conflicts', '-f', '-']
    await administrate('default', apply, { input: manifestStream(shared), signal })
    await waitUntilServed(main, crds.paths, signal)
  }
  await kubectl.warm((args) => administrate('default', args, { signal }), server.url)
  const proxy = await Proxy.start()
  const { hostAddress } = cluster
  const needed = plan.scenarios.some(({ webhook }) => webhook !== undefined)
  const webhooks = needed && hostAddress !== undefined ? await WebhookReceiver.start(hostAddress) : null
  return {
    cluster,
    main,
    administrate,
    kubectl,
    proxy,
    webhooks,
    signal,
    crdPaths: crds.paths,
    [Symbol.asyncDispose]: async () => {
      main[Symbol.dispose]()
      await proxy[Symbol.asyncDispose]()
      await webhooks?.[Symbol.asyncDispose]()
    },
  }
}

/** Fixed namespaces that an earlier run has not made: applied twice, an object gets other managers than applied once. */
async function missingNamespaces({ scenarios, signal }: Plan, main: ApiClient): Promise<NamespaceManifest[]> {
  const missing: NamespaceManifest[] = []
  for (const name of new Set(scenarios.flatMap(({ namespaces }) => namespaces))) {
    const { status } = await main.send('GET', `/api/v1/namespaces/${name}`, undefined, signal)
    if (status !== 200) missing.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  }
  return missing
}

interface CustomResourceDefinition {
  readonly spec?: {
    readonly group?: string
    readonly names?: { readonly plural?: string }
    readonly versions?: readonly { readonly name: string; readonly served: boolean }[]
  }
}

async function readCrds(plan: Plan): Promise<{ documents: string[]; paths: string[] }> {
  const files = new Set(plan.scenarios.flatMap(({ crds, file }) => crds.map((crd) => resolve(dirname(file), crd))))
  const documents: string[] = []
  const paths: string[] = []
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new EngineError(`${file}: cannot be read`, { cause: error, hint: 'A scenario names it under `crds`.' })
    })
    documents.push(text)
    for (const document of parseAllDocuments(text)) {
      const spec = (document.toJS() as CustomResourceDefinition | null)?.spec
      for (const version of spec?.versions?.filter((one) => one.served) ?? []) {
        paths.push(`/apis/${spec?.group ?? ''}/${version.name}/${spec?.names?.plural ?? ''}`)
      }
    }
  }
  return { documents, paths }
}
