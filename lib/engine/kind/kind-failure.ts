import { EngineError } from '../../errors.js'

/** What kind's failures mean, as far as it is known. @see https://kind.sigs.k8s.io/docs/user/known-issues/ */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /failed to pull image|pull access denied|manifest unknown/i,
    'Name an image that this machine has or can pull with --image.',
  ],
  [/port is already allocated|address already in use/i, 'Another process has taken a port in the meantime: try again.'],
  [
    /too many open files|inotify/i,
    'Raise fs.inotify.max_user_instances and max_user_watches: https://kind.sigs.k8s.io/docs/user/known-issues/',
  ],
  [
    /could not find a log line|kubelet-check|timed out waiting for the condition/i,
    'The node did not come up: memory, processor or inotify instances (sysctl fs.inotify.max_user_instances; each kube-apiserver takes 6) may be short. See: https://kind.sigs.k8s.io/docs/user/known-issues/',
  ],
  [/node\(s\) already exist/i, "A cluster of that name, not of the lab's, is there: take another --name."],
  [/cannot connect to the docker daemon/i, 'Start Docker.'],
]

const SHOWN = 12

/** A frame of a stack trace: a function by its path, or the place in a file. */
const FRAME = /^\t|^[\w./()*-]+$|^goroutine|\.go:\d+$/

/**
 * kind prints its steps, stack traces and the node's whole boot log. What matters are its own error, which is a line that
 * begins with ERROR, and the last lines that speak of one.
 */
export function kindFailure(name: string, exitCode: number | null, stderr: string): EngineError {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !FRAME.test(line))
  const telling = lines.filter((line) => /error|fail|denied|timed out|already/i.test(line))
  const own = telling.filter((line) => line.startsWith('ERROR:'))
  const shown = [...new Set([...own, ...(telling.length > 0 ? telling : lines).slice(-SHOWN)])]
  const hint = HINTS.find(([pattern]) => pattern.test(stderr))?.[1]
  return new EngineError(
    `kind create cluster --name ${name}: exit status ${exitCode ?? 'unknown, it was ended'}\n${shown.join('\n')}`,
    hint === undefined ? {} : { hint },
  )
}
