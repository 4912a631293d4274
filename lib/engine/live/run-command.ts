import type { LocatedStep } from '../../scenario/scenario.js'
import { substitute } from '../../scenario/variables.js'
import { parseDuration } from '../../util/duration.js'
import { attempt, type CommandResult } from '../../util/exec.js'
import type { StepContext } from './step-context.js'

/** Runs a step's shell command with a minimal environment; kubectl in it talks to `url`, the step's route of the proxy. */
export async function runCommand(
  context: StepContext,
  step: Extract<LocatedStep, { run: string }>,
  url: string,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<CommandResult> {
  if (step.discovery !== 'cold') await context.kubectl.shareDiscovery(url)
  const kubeconfig = await context.kubectl.writeKubeconfig(
    `${context.run}.${step.id}`,
    { url, certificateAuthority: context.proxy.certificateAuthority },
    { namespace: context.namespace, credential: context.proxy.client },
  )
  const environment = { ...context.kubectl.environment(kubeconfig) }
  for (const [name, value] of Object.entries(step.env ?? {})) environment[name] = substitute(value, variables)
  return attempt('sh', ['-c', substitute(step.run, variables)], {
    environment,
    directory: context.kubectl.home,
    group: true,
    signal,
    timeoutMilliseconds: parseDuration(step.timeout) ?? 60_000,
    ...(step.stdin === undefined ? {} : { input: substitute(step.stdin, variables) }),
  })
}
