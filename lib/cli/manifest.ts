import type { Command } from 'commander'
import { addManifestCheckCommand } from './manifest-check.js'
import { addManifestEditCommands } from './manifest-edit.js'

/** `manifest check|enable|disable`: turning auditing on and off in the files that set up kube-apiserver. */
export function addManifestCommand(program: Command, version: string): void {
  const manifest = program
    .command('manifest')
    .description('turn auditing on and off in a kube-apiserver manifest, and check one')
  addManifestCheckCommand(manifest, version)
  addManifestEditCommands(manifest)
}
