import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import type { Engine, ExistingSettings, Plan } from '../engine/engine.js'
import { InputError } from '../errors.js'

/** The flags of a cluster that somebody else runs, as commander gives them. */
export interface ExistingFlags {
  readonly kubeconfig?: string
  readonly context?: string
  readonly auditLog?: string
  readonly webhookCert?: string
  readonly webhookKey?: string
  readonly yes?: boolean
  readonly policy: readonly string[]
}

export function addExistingOptions(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'engine existing: whose cluster')
    .option('--context <name>', 'engine existing: a context of that file; its current one without it')
    .option(
      '--audit-log <source>',
      'engine existing: FILE, docker:CONTAINER:/path, node:NODE:/var/log/path or webhook:HOST:PORT',
    )
    .option('--webhook-cert <file>', 'engine existing: certificate (PEM) of the webhook receiver')
    .option('--webhook-key <file>', 'engine existing: its key (PEM)')
    .option('--yes', 'engine existing: agree to what will be made there, without a question')
}

/** Throws InputError when the flags do not fit each other or the engine. */
export function existingSettings(flags: ExistingFlags, engine: string): ExistingSettings | null {
  const { kubeconfig, context, auditLog, webhookCert, webhookKey } = flags
  const given = [kubeconfig, context, auditLog, webhookCert, webhookKey, flags.yes].some((flag) => flag !== undefined)
  if (engine !== 'existing') {
    if (!given) return null
    throw new InputError(
      `--kubeconfig, --context, --audit-log, --webhook-cert, --webhook-key and --yes are for the engine existing, not ${engine}`,
    )
  }
  if (kubeconfig === undefined || auditLog === undefined) {
    throw new InputError('the engine existing needs to know the cluster and where its audit log is', {
      hint: 'Give --kubeconfig FILE and --audit-log SOURCE.',
    })
  }
  if (flags.policy.length !== 1) {
    throw new InputError(
      `the engine existing takes the one policy that the cluster has, and ${flags.policy.length} are named`,
      {
        hint: "Name the cluster's own policy file with -p FILE.",
      },
    )
  }
  return {
    ...{ kubeconfig, auditLog, context: context ?? null, agreed: false },
    ...{ webhookCertificate: webhookCert ?? null, webhookKey: webhookKey ?? null },
  }
}

/** What names the engine, and its cluster, in a command that runs one case again. */
export function engineFlags(engine: string, { kubeconfig, context, auditLog }: ExistingFlags): string {
  const chosen = context === undefined ? '' : ` --context ${context}`
  return engine === 'existing'
    ? `${engine} --kubeconfig ${kubeconfig ?? ''}${chosen} --audit-log ${auditLog ?? ''}`
    : engine
}

/**
 * Lets somebody agree to what an engine will do in a cluster that is not the lab's: by --yes, or by a question on a
 * terminal. Returns the plan with the agreement in it. Throws InputError without one.
 */
export async function agreed<P extends Omit<Plan, 'progress'>>(
  engine: Engine,
  plan: P,
  flags: ExistingFlags,
): Promise<P> {
  const { existing } = plan.settings
  if (engine.consent === undefined || existing === null) return plan
  process.stderr.write(`${await engine.consent(plan)}\n`)
  if (flags.yes !== true && !(await asked(plan.signal))) {
    throw new InputError('not agreed to, so nothing was changed')
  }
  return { ...plan, settings: { ...plan.settings, existing: { ...existing, agreed: true } } }
}

async function asked(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InputError('nothing was changed: there is no terminal to ask on', { hint: 'Agree to it with --yes.' })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('Go on? [y/N] ', { signal })).trim())
  } finally {
    terminal.close()
  }
}
