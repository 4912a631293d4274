import { getContainerRuntimeClient, type ContainerRuntimeClient } from 'testcontainers'
import { EngineError } from '../../errors.js'
import { isOwnAddress } from '../../util/own-address.js'

/** Docker, or what speaks its language, as testcontainers finds it. */
export type Runtime = ContainerRuntimeClient

/** On everything that a run makes: `audit-lab.run=<id>`. */
export const RUN_LABEL = 'audit-lab.run'

export async function containerRuntime(): Promise<Runtime> {
  return getContainerRuntimeClient()
}

/**
 * Where published ports are reached. The daemon's host is this machine too where testcontainers names it by the address
 * of Docker's bridge, as it does when it takes this machine for a container.
 */
export async function publishedHost(runtime: Runtime): Promise<string> {
  const { host } = runtime.info.containerRuntime
  return host === 'localhost' || (await isOwnAddress(host)) ? '127.0.0.1' : host
}

/** A network of the run's own. `host` is where its ports will be reached: those on this machine are open to no other. */
export async function makeNetwork(runtime: Runtime, id: string, host: string): Promise<void> {
  const local = host === '127.0.0.1'
  await runtime.network
    .create({
      Name: id,
      Driver: 'bridge',
      Labels: { [RUN_LABEL]: id },
      ...(local ? { Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' } } : {}),
    })
    .catch((error: unknown) => {
      throw new EngineError(`no network for the run: ${error instanceof Error ? error.message : String(error)}`, {
        hint: 'Where address pools are used up: docker network prune',
        cause: error,
      })
    })
}

/** Removes every container and network of a run, in whatever state they are. */
export async function removeRun({ container: { dockerode } }: Runtime, id: string): Promise<void> {
  const filters = { label: [`${RUN_LABEL}=${id}`] }
  const containers = await dockerode.listContainers({ all: true, filters })
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })))
  const networks = await dockerode.listNetworks({ filters })
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()))
}
