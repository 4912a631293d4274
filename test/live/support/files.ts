import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes files into a new directory and returns its path; teardown.ts removes it. */
export async function writeFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(process.env['LIVE_DIRECTORY'] ?? '', 'files-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  return directory
}

/** A policy with one rule. */
export function policy(level: string, more = ''): string {
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: ${level}\n${more}`
}

/** Makes a ConfigMap and reads it: two requests that every engine can serve. */
export const SIMPLE = `name: simple
about: Makes a ConfigMap.
steps:
  - id: create
    run: kubectl create configmap note --from-literal=text=hello
    expect: [{request: create configmaps}]
  - id: read
    run: kubectl get configmap note
    expect: [{request: get configmaps}]
`

/**
 * Stops between its two requests: says "started" by a file, and goes on when there is a file "go".
 * Its second Event is larger than what a full disk still has in a page that was begun.
 */
export function pausing(directory: string): string {
  return `name: pausing
about: Waits in the middle.
steps:
  - id: before
    run: kubectl create configmap before
    expect: [{request: create configmaps}]
  - id: after
    timeout: 120s
    run: |
      touch ${directory}/started
      until test -e ${directory}/go; do sleep 0.1; done
      kubectl create configmap after --from-literal=text=${'x'.repeat(20_000)}
    expect: [{request: create configmaps}]
`
}
