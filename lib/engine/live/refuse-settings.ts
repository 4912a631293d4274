import { InputError } from '../../errors.js'
import type { EngineSettings } from '../engine.js'

/** Refuses options that an engine whose servers end with the run cannot heed. Throws InputError. */
export function refuseClusterSettings(engine: string, { cluster, clusterName, keep }: EngineSettings): void {
  const given = Object.entries({
    '--cluster': clusterName !== null,
    '--keep': keep,
    '--config': cluster.config !== null,
    '--main-policy': cluster.policy !== null,
    '--control-planes': cluster.controlPlanes !== null,
  }).flatMap(([option, isGiven]) => (isGiven ? [option] : []))
  if (given.length === 0) return
  throw new InputError(`${given.join(', ')}: the ${engine} engine has no cluster that this could be for`, {
    hint: 'Leave it out, or use --engine kind.',
  })
}
