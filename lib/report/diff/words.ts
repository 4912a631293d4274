import type { DecidedBy, PolicyDifference } from '../../check/result.js'
import { printable } from '../../util/printable.js'
import { placeWords } from '../check/words.js'

/** `Metadata → None`; with stages and managedFields where only they differ. */
export function changeWords({ before, after }: PolicyDifference): string {
  if (before.level !== after.level) return `${before.level} → ${after.level}`
  const stages = (one: DecidedBy): string =>
    one.omitStages.length === 0 ? 'with every stage' : `without ${one.omitStages.join(', ')}`
  if (stages(before) !== stages(after)) return `${after.level}, ${stages(before)} → ${stages(after)}`
  const fields = (one: DecidedBy): string => `${one.omitManagedFields ? 'without' : 'with'} managedFields`
  return `${after.level}, ${fields(before)} → ${fields(after)}`
}

export function rulesWords({ before, after }: PolicyDifference): string {
  const [was, is] = [before, after].map(({ rule, at }) => placeWords(rule, printable(at)))
  return `${was ?? ''} → ${is ?? ''}`
}
