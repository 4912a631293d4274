import { InputError, type Problem } from '../errors.js'
import type { RequirementsFile } from '../requirement/requirement.js'

/** Files of requirements, or shipped packs by name; each once. Throws one InputError with every problem of all of them. */
export async function readRequirementFiles(namesOrFiles: readonly string[]): Promise<RequirementsFile[]> {
  if (namesOrFiles.length === 0) return []
  // Most runs have none.
  const { readRequirements } = await import('../check/catalog.js')
  const problems: Problem[] = []
  const files: RequirementsFile[] = []
  for (const nameOrFile of namesOrFiles) {
    try {
      const read = await readRequirements(nameOrFile)
      if (!files.some(({ file }) => file === read.file)) files.push(read)
    } catch (error) {
      if (!(error instanceof InputError) || error.problems.length === 0) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new InputError('some requirements cannot be used', { problems })
  return files
}
