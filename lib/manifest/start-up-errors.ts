import type { FileFindings, Finding } from '../lint/finding.js'

interface Cause {
  /** Kebab-case, as in docs/manifest-checks.md. */
  readonly id: string
  readonly pattern: RegExp
  readonly severity: 'error' | 'warning'
  /** What it means, and what to do; `$1` is what the pattern found. */
  readonly message: string
}

const error = (id: string, pattern: RegExp, message: string): Cause => ({ id, pattern, severity: 'error', message })

/**
 * What kube-apiserver prints when it does not start because of auditing, as seen with 1.34; the first that fits explains a line.
 * @see https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/audit/policy/reader.go
 */
export const START_UP_ERRORS: readonly Cause[] = [
  error(
    'policy-missing',
    /failed to read file path "([^"]*)": open .*no such file or directory/,
    'the server finds no policy at $1: put the file there, and mount it into the pod',
  ),
  error(
    'policy-is-a-folder',
    /failed to read file path "([^"]*)": read .*is a directory/,
    '$1 is a folder: name the file in it. Docker makes a folder where a file to be mounted is missing: remove that, and put the policy there',
  ),
  error(
    'policy-is-empty',
    /unknown group version field audit\.k8s\.io\/__internal/,
    'the policy is empty, or has no apiVersion: begin it with `apiVersion: audit.k8s.io/v1` and `kind: Policy`. A volume of type FileOrCreate makes an empty file',
  ),
  error(
    'policy-without-rules',
    /loaded illegal policy with 0 rules/,
    'the policy has no rules: add one, such as `- level: Metadata`',
  ),
  error(
    'policy-version',
    /no kind "Policy" is registered for version "([^"]+)"/,
    'no server since 1.24 reads $1: write `apiVersion: audit.k8s.io/v1`',
  ),
  error(
    'policy-kind',
    /no kind "([^"]+)" is registered for version "audit\.k8s\.io\/v1"/,
    '`$1` is no kind of the audit API: write `kind: Policy`',
  ),
  error(
    'level',
    /(rules\[\d+\])\.level: Unsupported value: "[^"]*"/,
    'the level of $1 (counted from 0) is None, Metadata, Request or RequestResponse, spelled like that',
  ),
  error('level-missing', /(rules\[\d+\])\.level: Required value/, '$1 (counted from 0) has no `level`'),
  error(
    'group',
    /(rules\[\d+\])\.resources\.group: Invalid value: ("[^"]*")/,
    'a group in $1 (counted from 0) is $2: write the name alone, without its version; the core group is ""',
  ),
  error(
    'names-without-resources',
    /(rules\[\d+\])\.resources\.resourceNames: .*requires at least one resource/,
    '$1 (counted from 0) has `resourceNames` and no `resources`: say of which resource the names are',
  ),
  error(
    'urls-and-resources',
    /(rules\[\d+\])\.nonResourceURLs(?:\[\d+\])?: .*cannot apply to both/,
    '$1 (counted from 0) has both resources, or namespaces, and `nonResourceURLs`: make two rules of it',
  ),
  error(
    'url-without-slash',
    /(rules\[\d+\])\.nonResourceURLs(?:\[\d+\])?: .*must begin with a '\/'/,
    'a URL in $1 (counted from 0) does not begin with `/`',
  ),
  error(
    'star-inside-url',
    /(rules\[\d+\])\.nonResourceURLs(?:\[\d+\])?: .*must be the final character/,
    'in $1 (counted from 0) a `*` stands within a URL: it may only stand at the end',
  ),
  error(
    'stage',
    /omitStages\[\d+\]: Invalid value: ("[^"]*")/,
    '$1 is no stage: RequestReceived, ResponseStarted, ResponseComplete, Panic',
  ),
  error(
    'resources-form',
    /cannot unmarshal \w+ into Go struct field \S*\.resources\b/,
    '`resources` of a rule is a list of groups: `- group: ""` and `resources: [pods]` below it',
  ),
  error(
    'list-form',
    /cannot unmarshal string into Go struct field \S*\.(?:rules\.)?(\w+) of type \[\]/,
    '`$1` is a list, even of one: put it into brackets',
  ),
  error(
    'policy-tab',
    /failed decoding: yaml: line (\d+): found character that cannot start any token/,
    'line $1 of the policy is indented with a tab, or a value begins with a character that YAML keeps for itself: use spaces, and quotes',
  ),
  error('policy-yaml', /failed decoding: (yaml: .*?|json: .*?)(?:: from file.*)?$/, 'the policy cannot be decoded: $1'),
  {
    ...error(
      'unknown-policy-field',
      /strict decoding error: (.*?)"?$/,
      'the server starts and leaves out what it does not know: $1. The rule matches more without it: audit-lab lint says where',
    ),
    severity: 'warning',
  },
  error(
    'unknown-flag',
    /unknown flag: (--audit\S*)/,
    'there is no flag $1: audit-lab manifest check says which one was meant',
  ),
  error('one-dash', /unknown shorthand flag: .* in (-\S+)/, '$1 begins with one dash: write two'),
  error(
    'flag-number',
    /invalid argument "([^"]*)" for "(--audit[\w-]*)"/,
    '$2 cannot be `$1`: write a whole number, without a unit',
  ),
  error('flag-negative', /(--audit[\w-]+) -\d+ can't be a negative number/, '$1 is negative: 0 means no limit'),
  error(
    'flag-mode',
    /invalid audit (\w+) (mode|format) (\S+?),/,
    'the $2 $3 of the $1 backend is none: modes are batch, blocking and blocking-strict, formats json and legacy',
  ),
  error('log-is-a-folder', /ensureLogFile: open (\S+): is a directory/, 'the log $1 is a folder: name a file in it'),
  error(
    'log-read-only',
    /ensureLogFile: open (\S+): read-only file system/,
    'the log $1 is mounted read-only: take `readOnly: true` out',
  ),
  error(
    'log-folder-missing',
    /ensureLogFile: open (\S+): no such file or directory/,
    'the folder of the log $1 is not in the container: mount it',
  ),
  error(
    'log-not-permitted',
    /ensureLogFile: open (\S+): permission denied/,
    'the server may not write the log $1: let its user own the folder',
  ),
  error(
    'log-is-busy',
    /can't rename log file: rename (\S+) .*device or resource busy/,
    'the log $1 itself is mounted, so it cannot be rotated and every Event is dropped: mount its folder',
  ),
]

const WHY = 'kube-apiserver printed this.'

/** Explains what a log of kube-apiserver says of auditing: a finding for each line that is understood, each cause once. */
export function explainServerLog(text: string, file: string): FileFindings {
  const told = new Set<string>()
  const findings = text.split(/\r?\n/).flatMap((line, index): Finding[] => {
    for (const { id, pattern, severity, message } of START_UP_ERRORS) {
      const found = pattern.exec(line.replaceAll('\\"', '"'))
      if (found === null) continue
      const words = message.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
      if (told.has(words)) return []
      told.add(words)
      const column = Math.max(0, line.indexOf(found[0])) + 1
      const place = {
        line: index + 1,
        column,
        endLine: index + 1,
        endColumn: Math.min(column + found[0].length, line.length + 1),
      }
      return [
        { file, ...place, rule: id, severity, message: words, why: WHY, page: 'docs/manifest-checks.md', fix: null },
      ]
    }
    return []
  })
  return { file, findings }
}
