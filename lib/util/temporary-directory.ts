import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A private directory (0700) that goes when its scope ends. Keys and kubeconfigs live here. */
export class TemporaryDirectory implements AsyncDisposable {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async create(): Promise<TemporaryDirectory> {
    const path = await mkdtemp(join(tmpdir(), 'audit-lab-'))
    await chmod(path, 0o700)
    return new TemporaryDirectory(path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}
