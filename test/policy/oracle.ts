import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Attributes } from '../../lib/audit/attributes.js'
import type { RequestInfo } from '../../lib/audit/request-info.js'
import type { Decision } from '../../lib/policy/policy.js'

export interface PolicyAnswer {
  readonly loaded: 'strict' | 'lenient' | 'refused'
  /** Empty when strict. */
  readonly message: string
  readonly decisions: readonly Decision[]
}

export interface TargetAnswer {
  readonly requestURI: string
  /** Null when the server answers before it audits. */
  readonly info: RequestInfo | null
}

/** Upstream's own loader, evaluator and request info: the Go program in test/oracle. */
export interface Oracle {
  askPolicy(policy: string, requests: readonly Attributes[]): Promise<PolicyAnswer>
  askTargets(targets: readonly { readonly method: string; readonly target: string }[]): Promise<readonly TargetAnswer[]>
  /** Whether Go reads each as a duration. */
  askDurations(durations: readonly string[]): Promise<readonly boolean[]>
  stop(): void
}

export function isGoInstalled(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function startOracle(): Oracle {
  const directory = mkdtempSync(path.join(tmpdir(), 'audit-lab-oracle-'))
  const binary = path.join(directory, 'oracle')
  const source = path.join(process.cwd(), 'test', 'oracle')
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: source, stdio: ['ignore', 'ignore', 'inherit'] })

  const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  const ask = async (question: object): Promise<string> => {
    const answer = new Promise<string>((resolve) => waiting.push(resolve))
    child.stdin.write(`${JSON.stringify(question)}\n`)
    return answer
  }
  return {
    askPolicy: async (policy, requests) => JSON.parse(await ask({ policy, requests })) as PolicyAnswer,
    askTargets: async (targets) => JSON.parse(await ask({ targets })) as readonly TargetAnswer[],
    askDurations: async (durations) => JSON.parse(await ask({ durations })) as readonly boolean[],
    stop: () => {
      child.stdin.end()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
