import { GenericContainer, type StartedTestContainer, type WaitStrategy } from 'testcontainers'

export interface ContainerSpec {
  readonly image: string
  readonly name: string
  readonly network: string
  readonly labels: Readonly<Record<string, string>>
  /** `uid:gid`. */
  readonly user: string
  readonly command: readonly string[]
  /** Files by their path in the container. They are private to it: its filesystem is nobody else's. */
  readonly files: Readonly<Record<string, string>>
  readonly mounts: readonly { readonly source: string; readonly target: string }[]
  /** Published on a port that the daemon chooses; null for none. */
  readonly port: number | null
}

/** Waits for nothing: whether a server is ready or has refused its policy, the lab itself asks. */
const NO_WAIT: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => NO_WAIT,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

/**
 * A container whose ports the daemon publishes by itself: with ports of its own, testcontainers waits for them, in vain
 * where the server has ended already because it refuses its policy.
 */
class LabContainer extends GenericContainer {
  publish(port: number): this {
    this.createOpts.ExposedPorts = { [`${port}/tcp`]: {} }
    this.hostConfig.PublishAllPorts = true
    return this
  }
}

export async function startContainer(spec: ContainerSpec): Promise<StartedTestContainer> {
  const [program = '', ...args] = spec.command
  const container = new LabContainer(spec.image)
    .withName(spec.name)
    .withLabels({ ...spec.labels })
    .withNetworkMode(spec.network)
    .withUser(spec.user)
    .withEntrypoint([program])
    .withCommand(args)
    .withCopyContentToContainer(
      Object.entries(spec.files).map(([target, content]) => ({ target, content, mode: 0o444 })),
    )
    .withBindMounts(spec.mounts.map((mount) => ({ ...mount, mode: 'z' as const })))
    // What a run makes it removes by its label; no reaper is needed, and its image may not be to be had.
    .withAutoCleanup(false)
    .withWaitStrategy(NO_WAIT)
  if (spec.port !== null) container.publish(spec.port)
  return container.start()
}
