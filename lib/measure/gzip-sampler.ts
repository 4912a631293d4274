import { gzipSync } from 'node:zlib'
import { attributesOfEvent } from '../audit/attributes-of.js'
import type { AuditEvent } from '../audit/event.js'
import { projectLine } from '../audit/project.js'
import { evaluate } from '../policy/evaluate.js'
import type { Policy } from '../policy/policy.js'
import type { GzipSample } from '../volume/policy-volume.js'

/** Bytes of a log that are looked at in a row, and that are compressed at a time: twice as far as gzip looks back. */
const WINDOW = 64 * 1024

/** Compresses some of what each policy would write, in stretches that are spread evenly over a log. */
export class GzipSampler {
  private readonly policies: readonly Policy[]
  private readonly stride: number
  private position = 0
  private readonly pending: string[][]
  private readonly held: number[]
  private readonly sums: { bytes: number; gzipped: number }[]

  /** `stride` is how many bytes of the log one stretch stands for. */
  constructor(policies: readonly Policy[], stride: number) {
    this.policies = policies
    this.stride = Math.max(stride, WINDOW)
    this.pending = policies.map(() => [])
    this.held = policies.map(() => 0)
    this.sums = policies.map(() => ({ bytes: 0, gzipped: 0 }))
  }

  /** Whether the next line of so many bytes is of the sample. It is not counted twice: ask once for each line. */
  wants(bytes: number): boolean {
    const isWanted = this.position % this.stride < WINDOW
    this.position += bytes
    return isWanted
  }

  add(event: AuditEvent, line: string): void {
    const attributes = attributesOfEvent(event)
    this.policies.forEach((policy, index) => {
      const written = projectLine(line, evaluate(policy, attributes))
      if (written === null) return
      this.pending[index]?.push(written)
      this.held[index] = (this.held[index] ?? 0) + written.length
      if ((this.held[index] ?? 0) >= WINDOW) this.compress(index)
    })
  }

  samples(): GzipSample[] {
    this.policies.forEach((_policy, index) => this.compress(index))
    return this.sums
  }

  private compress(index: number): void {
    const lines = this.pending[index] ?? []
    if (lines.length === 0) return
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    this.sums[index] = {
      bytes: (this.sums[index]?.bytes ?? 0) + bytes.length,
      gzipped: (this.sums[index]?.gzipped ?? 0) + gzipSync(bytes).length,
    }
    this.pending[index] = []
    this.held[index] = 0
  }
}
