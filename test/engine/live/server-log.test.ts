import { describe, expect, test } from '@jest/globals'
import { lenientWarning, refusal } from '../../../lib/engine/live/server-log.js'

/** As the container runtime keeps it: time, stream, F for a full line. */
const logged = (...messages: string[]): string =>
  messages.map((message) => `2026-11-21T09:02:00.1Z stderr F ${message}\n`).join('')

const STARTED = 'I1121 09:02:00.100000       1 server.go:150] Version: v1.34.4'

describe('refusal', () => {
  test.each([
    [
      'with quotes in it',
      String.raw`E1121 09:02:00.100000       1 run.go:72] "command failed" err="loading audit policy file: failed decoding: no kind \"Policy\" is registered for version \"audit.k8s.io/v1beta1\" in scheme \"pkg/runtime/scheme.go:110\": from file /etc/kubernetes/audit/policy.yaml"`,
      'loading audit policy file: failed decoding: no kind "Policy" is registered for version "audit.k8s.io/v1beta1" in scheme "pkg/runtime/scheme.go:110": from file /etc/kubernetes/audit/policy.yaml',
    ],
    [
      'without quotes in it',
      'E1121 09:02:00.100000       1 run.go:72] "command failed" err="loading audit policy file: loaded illegal policy with 0 rules: from file /etc/kubernetes/audit/policy.yaml"',
      'loading audit policy file: loaded illegal policy with 0 rules: from file /etc/kubernetes/audit/policy.yaml',
    ],
    [
      'with a backslash in it',
      String.raw`E1121 09:02:00.100000       1 run.go:72] "command failed" err="loading audit policy file: rules[0].nonResourceURLs: Invalid value: \"a\\b\""`,
      String.raw`loading audit policy file: rules[0].nonResourceURLs: Invalid value: "a\b"`,
    ],
  ])('is the message of the server, %s', (_, line, message) => {
    expect(refusal(logged(STARTED, line))).toBe(message)
  })

  test.each([
    ['starts', logged(STARTED)],
    ['has not written yet', ''],
    [
      'fails for another reason',
      logged('E1121 09:02:00.100000       1 run.go:72] "command failed" err="unknown flag: --audit"'),
    ],
  ])('is null for a server that %s', (_, log) => {
    expect(refusal(log)).toBeNull()
  })
})

describe('lenientWarning', () => {
  const warning =
    'Audit policy contains errors, falling back to lenient decoding: strict decoding error: unknown field "rules[0].namespace"'

  test('is what the server warns of, to the end of its line and without what the runtime puts before it', () => {
    const line = `W1121 09:02:00.100000       1 reader.go:77] ${warning}`
    expect(lenientWarning(logged(STARTED, line, STARTED))).toBe(warning)
  })

  test('is null for a policy that was loaded strictly', () => {
    expect(lenientWarning(logged(STARTED))).toBeNull()
  })
})
