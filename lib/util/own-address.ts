import { createServer } from 'node:net'

/**
 * An address of this machine: one can listen on it. os.networkInterfaces leaves out interfaces that are idle, as
 * Docker's bridge is before its first container.
 */
export async function isOwnAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(0, address, () => {
      server.close(() => resolve(true))
    })
  })
}
