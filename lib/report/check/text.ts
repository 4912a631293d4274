import pc from 'picocolors'
import type {
  BrokenRequirement,
  ByRule,
  CheckResult,
  DailyCost,
  Findings,
  PackResult,
  ToolResult,
} from '../../check/result.js'
import type { Finding } from '../../lint/finding.js'
import { groupBy } from '../../util/group.js'
import { countOf, formatBytes, formatCount } from '../../util/numbers.js'
import { printable, printableLines } from '../../util/printable.js'
import { levelWords, lintWords, placeWords, shortened, shortPlace } from './words.js'

type Colors = ReturnType<typeof pc.createColors>
type Mark = 'good' | 'bad' | 'open' | 'plain'

/** One page for people. */
export function checkText(result: CheckResult, options: { readonly color: boolean }): string {
  const colors = pc.createColors(options.color)
  const { policy, lint, findings } = result
  const page = new Page(colors)
  page.line(`${colors.bold(printable(policy.name))}  ${printable(policy.path)}`, '')
  if (policy.message === null) page.section('good', 'Loads', countOf(policy.rules, 'rule'))
  else {
    const words =
      policy.loaded === 'refused' ? 'no: kube-apiserver refuses it' : 'only leniently, without what it does not know'
    page.section('bad', 'Loads', words)
    page.items(printableLines(policy.message).split('\n'))
  }
  page.items(policy.notes.map(printable))
  page.lint(lint)
  if (findings !== null) addFindings(page, findings)
  page.line('', verdict(result, colors))
  return page.text()
}

function addFindings(page: Page, { noTrace, leaks, requirements, detections, cost }: Findings): void {
  const untraced = noTrace.groups.reduce((sum, { acts }) => sum + acts.length, 0)
  page.section(
    untraced === 0 ? 'good' : 'bad',
    'Leaves no trace',
    untraced === 0
      ? `none of ${countOf(noTrace.acts, 'recorded act')} that everybody should have on record`
      : `${formatCount(untraced)} of ${countOf(noTrace.acts, 'recorded act')} that everybody should have on record`,
  )
  page.rules(noTrace.groups, ({ request, why }) => (why === 'no Event' ? request : `${request} (${why})`))

  const leaking = leaks.reduce((sum, { acts }) => sum + acts.length, 0)
  page.section(
    leaking === 0 ? 'good' : 'bad',
    'Reaches the log',
    leaking === 0 ? 'no body or token that should stay out' : `the bodies or tokens of ${countOf(leaking, 'act')}`,
  )
  page.rules(leaks, ({ request, places }) => (places.length === 0 ? request : `${request} (${places.join(', ')})`))

  const kept = requirements.filter(({ holds, of }) => holds === of).length
  page.section(
    kept === requirements.length ? 'good' : 'open',
    'Requirements',
    `${kept} of ${countOf(requirements.length, 'pack')} hold for every possible request`,
  )
  page.packs(requirements)

  const missing = detections.reduce((sum, { blind, partly }) => sum + blind.length + partly.length, 0)
  page.section(missing === 0 ? 'good' : 'open', 'Detections', detections.map(toolWords).join('; '))
  for (const { tool, blind, partly } of detections) {
    page.names(`${tool}, blind: `, blind, BLIND)
    page.names(`${tool}, in part: `, partly, PARTLY)
  }
  page.section('plain', 'Costs a day', cost.map(costWords).join('; '))
}

function toolWords({ tool, of, blind, partly, undecided }: ToolResult): string {
  const parts = [
    ...(blind.length === 0 ? [] : [`${blind.length} blind`]),
    ...(partly.length === 0 ? [] : [`${partly.length} in part`]),
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided`]),
  ]
  return parts.length === 0 ? `${tool} sees with all ${of} rules` : `${tool} ${parts.join(', ')}, of ${of} rules`
}

function costWords({ load, events, bytes, everything }: DailyCost): string {
  const share = everything.bytes === 0 ? 0 : (100 * bytes) / everything.bytes
  const percent = share > 0 && share < 1 ? 'under 1' : String(Math.round(share))
  return `${load} ${formatBytes(bytes)}, ${countOf(events, 'Event')} (${percent}% of everything)`
}

function verdict({ exitStatus, policy, lint, findings }: CheckResult, colors: Colors): string {
  if (findings === null) return colors.red('The server would not start with this policy; exit status 2')
  if (exitStatus === 0) return colors.green('Nothing found that everybody should mend')
  const acts = (groups: readonly ByRule<unknown>[]): number => groups.reduce((sum, one) => sum + one.acts.length, 0)
  const [untraced, leaking] = [acts(findings.noTrace.groups), acts(findings.leaks)]
  const parts = [
    ...(policy.loaded === 'lenient' ? ['loaded only leniently'] : []),
    ...(countErrors(lint) === 0 ? [] : [countOf(countErrors(lint), 'lint error')]),
    ...(untraced === 0 ? [] : [`${countOf(untraced, 'act')} without a trace`]),
    ...(leaking === 0 ? [] : [`${countOf(leaking, 'act')} with too much in the log`]),
  ]
  return colors.red(`${parts.join(', ')}; exit status ${exitStatus}`)
}

function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length
}

const WIDTH = 110
const INDENT = '    '
/** Of how many acts a rule is shown with; JSON has them all. */
const ACTS = 8
const IDS = 2
const BLIND = 12
const PARTLY = 4

/** Requirements that the same rule breaks in the same way, with the counterexample of the first. */
function brokenWords(broken: readonly BrokenRequirement[]): string[] {
  const alike = groupBy(broken, ({ counterexample: { rule, why } }) => `${String(rule)} ${why}`)
  return [...alike.values()].map((group) => {
    const { request, why, rule, at } = group[0].counterexample
    const ids = shortened(
      group.map(({ id }) => id),
      IDS,
    )
    return `${ids.join(', ')}: ${request} ${why}, ${shortPlace(rule, at)}`
  })
}

class Page {
  readonly #lines: string[] = []
  readonly #colors: Colors

  constructor(colors: Colors) {
    this.#colors = colors
  }

  line(...lines: readonly string[]): void {
    this.#lines.push(...lines)
  }

  section(mark: Mark, title: string, words: string): void {
    this.line(`${this.#mark(mark)} ${this.#colors.bold(title.padEnd(15))}  ${words}`)
  }

  items(texts: readonly string[]): void {
    this.line(...texts.map((text) => `${INDENT}${text}`))
  }

  /** Each rule with its place and what it is to blame for. */
  rules<T extends { readonly request: string }>(groups: readonly ByRule<T>[], words: (act: T) => string): void {
    for (const { rule, at, level, acts } of groups) {
      this.items([`${levelWords(level)} by ${placeWords(rule, printable(at))}`])
      this.items(
        this.wrapped(
          '  ',
          shortened(
            acts.map((act) => printable(words(act))),
            ACTS,
          ),
        ),
      )
    }
  }

  lint(findings: readonly Finding[]): void {
    const errors = countErrors(findings)
    const mark = errors > 0 ? 'bad' : findings.some(({ severity }) => severity === 'warning') ? 'open' : 'good'
    this.section(mark, 'Lint', lintWords(findings))
    for (const { line, severity, message, rule } of findings) {
      if (severity === 'info') continue
      this.items([`${this.#mark(severity === 'error' ? 'bad' : 'open')} line ${line}: ${printable(message)} [${rule}]`])
    }
  }

  names(head: string, all: readonly { readonly name: string }[], most: number): void {
    const names = all.map(({ name }) => name)
    if (names.length > 0) this.items(this.wrapped(head, shortened(names, most)))
  }

  packs(packs: readonly PackResult[]): void {
    const width = Math.max(...packs.map(({ pack }) => pack.length))
    for (const { pack, holds, of, broken, undecided } of packs) {
      const mark = this.#mark(holds === of ? 'good' : 'open')
      const open = undecided.length === 0 ? '' : `, undecided: ${undecided.join(', ')}`
      this.items([`${mark} ${pack.padEnd(width)}  ${holds} of ${of}${open}`])
      this.items(brokenWords(broken).map((words) => `    ${printable(words)}`))
    }
  }

  /** A list over several lines; those after the first are indented. */
  wrapped(head: string, words: readonly string[]): string[] {
    const lines: string[] = []
    let line = head
    words.forEach((word, index) => {
      const text = index === words.length - 1 ? word : `${word}, `
      if (line.trim() !== '' && line.trim() !== head.trim() && line.length + text.length > WIDTH - INDENT.length) {
        lines.push(line.trimEnd())
        line = '  '
      }
      line += text
    })
    return [...lines, line]
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }

  #mark(mark: Mark): string {
    if (mark === 'plain') return this.#colors.dim('·')
    if (mark === 'good') return this.#colors.green('✓')
    return mark === 'bad' ? this.#colors.red('✗') : this.#colors.yellow('!')
  }
}
