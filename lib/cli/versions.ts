import { InputError } from '../errors.js'

/** Engines that can be had in several versions of Kubernetes. */
const WITH_VERSIONS = ['kind', 'container', 'binary']

interface VersionFlags {
  readonly cluster?: string
  readonly image?: string
  readonly keep?: boolean
  readonly update?: boolean
  readonly crossCheck?: boolean
}

/** Throws InputError with every option that does not go with several versions of Kubernetes, and for other engines. */
export function checkSeveralVersions(flags: VersionFlags, engine: string): void {
  const given: readonly (readonly [string, boolean])[] = [
    ['--cluster', flags.cluster !== undefined],
    ['--image', flags.image !== undefined],
    ['--keep', flags.keep === true],
    ['--update', flags.update === true],
    ['--cross-check', flags.crossCheck === true],
  ]
  const wrong = given.flatMap(([name, isGiven]) => (isGiven ? [name] : []))
  if (wrong.length > 0) {
    throw new InputError(`${wrong.join(', ')}: not with several of --kubernetes-version`, {
      hint: 'Run one version at a time for that.',
    })
  }
  if (!WITH_VERSIONS.includes(engine)) {
    throw new InputError(`the engine ${engine} has one version of Kubernetes, --kubernetes-version names several`, {
      hint: `Engines with several: ${WITH_VERSIONS.join(', ')}.`,
    })
  }
}
