import pc from 'picocolors'
import type { Colors } from 'picocolors/types.js'
import type { NamedVolume, PolicyVolume, RuleCost, VolumeResult } from '../../volume/result.js'
import { formatBytes, formatCount } from '../../util/numbers.js'
import { printable } from '../../util/printable.js'
import { wrap } from '../../util/width.js'
import { lightTable, linesOfTable } from '../text/light-table.js'
import { section, type Style } from '../text/section.js'
import { inputNotes, inputWords, limitWords, policyColumns, share } from './words.js'

export interface VolumeTextOptions {
  readonly color: boolean
  readonly width: number | null
  /** Rows of a table of users, requests and so on. */
  readonly top: number
}

/** Policies side by side, then what makes up each of them. */
export function volumeText(result: VolumeResult, { color, width, top }: VolumeTextOptions): string {
  const style: Style = { colors: pc.createColors(color), width }
  const columns = policyColumns(result)
  const summary = lightTable(
    ['policy', ...columns.map(({ heading }) => heading)],
    result.policies.map((policy) => [printable(policy.name), ...columns.map(({ cell }) => cell(policy))]),
    isName,
    style.colors,
  )
  const notes = inputNotes(result.input).map(printable)
  const lines = [
    printable(inputWords(result.input)),
    ...notes.map((note) => style.colors.yellow(note)),
    '',
    ...linesOfTable(summary),
    ...sampleNote(result, style.colors),
    ...result.policies.flatMap((policy) => ['', ...policyLines(policy, style, top)]),
  ]
  return `${lines.join('\n')}\n`
}

function sampleNote({ policies }: VolumeResult, colors: Colors): string[] {
  const sampled = Math.max(0, ...policies.map(({ gzipped }) => gzipped.sampledBytes))
  return ['', colors.dim(`gzipped: estimated from ${formatBytes(sampled)} of lines, spread over the log`)]
}

function policyLines(policy: PolicyVolume, style: Style, top: number): string[] {
  const { colors } = style
  const of = (heading: string, volumes: readonly NamedVolume[]): string[][] => {
    // A log of one server says nothing here.
    if (volumes.every(({ name }) => name === '')) return []
    return [named(heading, volumes, policy, colors, top)]
  }
  const levels = Object.entries(policy.byLevel).map(([name, volume]) => ({ name, ...volume }))
  const range = policy.rate?.perDay.range ?? null
  const days =
    range === null
      ? []
      : [[`${range.days} whole days: ${formatBytes(range.least)} to ${formatBytes(range.most)} a day`]]
  const limits = policy.limits.map((limit) => wrap(printable(limitWords(limit)), style.width))
  return section(
    printable(policy.name),
    [
      rules(policy, colors),
      ...days,
      ...of('level', levels),
      ...of('request', policy.byRequest),
      ...of('user', policy.byUser),
      ...of('userAgent', policy.byUserAgent),
      ...of('server', policy.byNode),
      ...(limits.length === 0
        ? []
        : [['What the log cannot show: the numbers above are "at least"', ...limits.flat()]]),
    ],
    style,
  )
}

function isName(heading: string): boolean {
  return ['policy', 'at', 'level', 'request', 'user', 'userAgent', 'server'].includes(heading)
}

function rules(policy: PolicyVolume, colors: Colors): string[] {
  const rows = policy.byRule.map((rule) => [
    rule.rule === null ? 'none' : String(rule.rule),
    ruleAt(policy, rule),
    rule.level,
    formatCount(rule.events),
    formatBytes(rule.bytes),
    share(rule.bytes, policy.bytes),
    rule.rule === null ? '' : signed(rule.saves.bytes),
  ])
  return linesOfTable(
    lightTable(['rule', 'at', 'level', 'events', 'bytes', 'share', 'dropping it saves'], rows, isName, colors),
  )
}

function ruleAt({ path }: PolicyVolume, { line }: RuleCost): string {
  return line === null ? '' : printable(`${path}:${line}`)
}

function signed(bytes: number): string {
  return bytes < 0 ? `-${formatBytes(-bytes)}` : formatBytes(bytes)
}

function named(
  heading: string,
  volumes: readonly NamedVolume[],
  { bytes }: PolicyVolume,
  colors: Colors,
  top: number,
): string[] {
  const shown = volumes.slice(0, top)
  const rows = shown.map((one) => [
    one.name === '' ? '(none)' : printable(one.name),
    formatCount(one.events),
    formatBytes(one.bytes),
    share(one.bytes, bytes),
  ])
  const more = volumes.length - shown.length
  const lines = linesOfTable(lightTable([heading, 'events', 'bytes', 'share'], rows, isName, colors))
  return more > 0 ? [...lines, colors.dim(`and ${formatCount(more)} more: --top`)] : lines
}
