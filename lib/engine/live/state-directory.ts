import { homedir } from 'node:os'
import { join } from 'node:path'

/** `$XDG_STATE_HOME/audit-lab/<what>`, by default in ~/.local/state: records of what the lab has started. */
export function stateDirectory(what: 'clusters' | 'runs' | 'backups'): string {
  return join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'audit-lab', what)
}
