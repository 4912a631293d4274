import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'
import { z } from 'zod'
import { EngineError, InputError } from '../../errors.js'
import { run } from '../../util/exec.js'
import type { ApiServer, Credential } from '../live/server.js'

/** A cluster of somebody else's, and who the lab is there. */
export interface Target {
  readonly context: string
  readonly url: string
  readonly server: ApiServer
  readonly credential: Credential
}

const viewSchema = z.object({
  'current-context': z.string(),
  clusters: z.array(
    z.object({
      cluster: z.object({
        server: z.string(),
        'certificate-authority-data': z.string().optional(),
        'tls-server-name': z.string().optional(),
        'insecure-skip-tls-verify': z.boolean().optional(),
        'proxy-url': z.string().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({
      user: z.looseObject({
        'client-certificate-data': z.string().optional(),
        'client-key-data': z.string().optional(),
        token: z.string().optional(),
        tokenFile: z.string().optional(),
        exec: z.unknown().optional(),
      }),
    }),
  ),
})

/** Reads a kubeconfig as kubectl does: the file is only read, never written. Throws InputError, EngineError. */
export async function readKubeconfig(file: string, context: string | null): Promise<Target> {
  await readFile(file).catch((error: unknown) => {
    throw new InputError(`--kubeconfig ${file}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const chosen = context === null ? [] : ['--context', context]
  const args = ['config', 'view', '--kubeconfig', file, '--minify', '--flatten', '--raw', '-o', 'json', ...chosen]
  const text = await run('kubectl', args).catch((error: unknown) => {
    throw new InputError(`--kubeconfig ${file}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const view = viewSchema.parse(JSON.parse(text))
  const cluster = view.clusters[0]?.cluster
  if (cluster === undefined) throw new InputError(`--kubeconfig ${file}: its context names no cluster`)
  const url = new URL(cluster.server)
  const cannot = (what: string): InputError => new InputError(`--kubeconfig ${file}: ${what}`)
  if (url.protocol !== 'https:') throw cannot(`${cluster.server} is not https`)
  if (url.pathname !== '/')
    throw cannot(`${cluster.server} has a path: there is something between us and kube-apiserver`)
  if (cluster['insecure-skip-tls-verify'] === true)
    throw cannot('insecure-skip-tls-verify is set; the lab talks only to a server that it can tell from others')
  if (cluster['proxy-url'] !== undefined) throw cannot('proxy-url is set, which the lab does not speak')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const authority = cluster['certificate-authority-data']
  return {
    context: view['current-context'],
    url: cluster.server,
    server: {
      host,
      port: url.port === '' ? 443 : Number(url.port),
      // An address is no server name in TLS: then the certificate is checked against the host.
      serverName: cluster['tls-server-name'] ?? (isIP(host) === 0 ? host : ''),
      certificateAuthority: authority === undefined ? rootCertificates.join('\n') : decode(authority),
    },
    credential: await credentialOf(view.users[0]?.user ?? {}, { file, context }),
  }
}

type User = z.infer<typeof viewSchema>['users'][number]['user']

async function credentialOf(user: User, from: { file: string; context: string | null }): Promise<Credential> {
  const certificate = user['client-certificate-data']
  const key = user['client-key-data']
  if (certificate !== undefined && key !== undefined) {
    return { certificate: { certificate: decode(certificate), key: decode(key) } }
  }
  if (user.token !== undefined) return { token: user.token }
  if (user.tokenFile !== undefined) return { token: (await readFile(user.tokenFile, 'utf8')).trim() }
  if (user.exec !== undefined) return byPlugin(user.exec)
  throw new InputError(`--kubeconfig ${from.file}: its user has no client certificate, token or exec plugin`)
}

const pluginSchema = z.object({
  apiVersion: z.string(),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
})

const execCredentialSchema = z.object({
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
  }),
})

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
async function byPlugin(exec: unknown): Promise<Credential> {
  const { apiVersion, command, args, env } = pluginSchema.parse(exec)
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } }
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]))
  const text = await run(command, args ?? [], {
    environment: { ...inherited(), ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
  })
  const { status } = execCredentialSchema.parse(JSON.parse(text))
  if (status.token !== undefined) return { token: status.token }
  if (status.clientCertificateData !== undefined && status.clientKeyData !== undefined) {
    return { certificate: { certificate: status.clientCertificateData, key: status.clientKeyData } }
  }
  throw new EngineError(`${command} gave neither a token nor a certificate`)
}

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]))
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString()
}
