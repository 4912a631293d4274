/** From the least to the worst. */
export const SEVERITIES = ['info', 'warning', 'error'] as const
/** error: the policy does not do what it says; warning: it likely does not do what was meant; info: worth knowing. */
export type Severity = (typeof SEVERITIES)[number]

/** Whether a severity is as bad as another, or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least)
}

/** A part of a file. Lines and columns count from 1; the end is the first column behind it. */
export interface Range {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A text to put in the place of another; offsets are those of the file's text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What is wrong with a policy, and where. `lint -o json` writes it as it stands. */
export interface Finding extends Range {
  readonly file: string
  /** Kebab-case id of the lint rule. */
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  /** Why it matters: the same for all findings of a rule. */
  readonly why: string
  /** The page about the rule, from the root of the repository. */
  readonly page: string
  /** What mends it without changing what the server does of a policy that it takes; null when somebody must decide. */
  readonly fix: readonly Edit[] | null
}

/** The findings of one file, sorted by place. */
export interface FileFindings {
  readonly file: string
  readonly findings: readonly Finding[]
}

/** Those of a policy, with what a server makes of it. */
export interface LintResult extends FileFindings {
  readonly loaded: 'strict' | 'lenient' | 'refused'
}
