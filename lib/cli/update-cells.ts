import { readFile, writeFile } from 'node:fs/promises'
import type { RunInput } from '../run/judge-run.js'
import { measuredCells } from '../run/measured-cells.js'
import { loadCells } from '../scenario/load-cells.js'
import { writeCells } from '../scenario/write-cells.js'
import type { SelectedPolicy } from './select.js'

/** Writes the measured cells beside each policy that loaded; what stands there keeps its comments and reasons. */
export async function updateCells(
  selected: readonly SelectedPolicy[],
  input: RunInput,
): Promise<{ readonly written: string[]; readonly policies: SelectedPolicy[] }> {
  const written: string[] = []
  const policies: SelectedPolicy[] = []
  for (const policy of selected) {
    const entries = measuredCells(input, policy.name)
    if (entries.length === 0) {
      policies.push(policy)
      continue
    }
    const existing = await readFile(policy.cellsPath, 'utf8').catch(() => null)
    const text = writeCells(existing, entries)
    if (text !== existing) {
      await writeFile(policy.cellsPath, text)
      written.push(policy.cellsPath)
    }
    policies.push({ ...policy, cells: loadCells(text, policy.cellsPath) })
  }
  return { written, policies }
}
