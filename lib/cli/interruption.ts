import { InterruptedError } from '../errors.js'

/** Aborted by the first Ctrl-C or SIGTERM. What was started is then removed; the fourth signal ends at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  let count = 0
  const heed = (): void => {
    count += 1
    controller.abort(new InterruptedError('interrupted'))
    if (count === 1) process.stderr.write('\naudit-lab: interrupted, removing what was started (a moment)\n')
    // What is left then is removed by the next command that starts an engine.
    if (count > 3) process.exit(130)
  }
  process.on('SIGINT', heed)
  process.on('SIGTERM', heed)
  return controller.signal
}
