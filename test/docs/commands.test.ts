import { describe, expect, test } from '@jest/globals'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { callsIn, mistakesIn } from './commands.js'
import { shownIn } from './console.js'
import { allCommands, helpOf } from './program.js'
import { blocksOf, inlineCode, PAGES, ROOT } from './pages.js'

interface Mention {
  readonly place: string
  readonly line: string
}

const linesOf = (text: string): string[] => text.replaceAll('\\\n', ' ').split('\n')

/** Commands where pages show them: in consoles, shell blocks, workflows and in the middle of a sentence. */
const MENTIONS: readonly Mention[] = [
  ...blocksOf('console')
    .flatMap(shownIn)
    .flatMap(({ place, command }) => linesOf(command).map((line) => ({ place, line }))),
  ...blocksOf('sh').flatMap(({ page, line, text }) =>
    linesOf(text).map((one) => ({ place: `${page}:${line}`, line: one })),
  ),
  ...blocksOf('yaml github').flatMap(({ page, line, text }) =>
    runsOf(parse(text)).flatMap((run) => linesOf(run).map((one) => ({ place: `${page}:${line}`, line: one }))),
  ),
  ...PAGES.flatMap((page) => inlineCode(page).map(({ place, code }) => ({ place, line: code }))),
]

/** The `run:` of every step of a workflow. */
function runsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(runsOf)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'run' && typeof inner === 'string' ? [inner] : runsOf(inner),
  )
}

/** Options of other programs that pages speak of. */
const FOREIGN: readonly string[] = [
  '--as',
  '--extra-config',
  '--audit-log-path',
  '--audit-log-truncate-enabled',
  '--audit-policy-file',
  '--endpoint-reconciler-type',
  '--feature-gates',
  '--selectProjects',
  '--silent',
  '--size',
  '--token',
]

describe('every call of audit-lab names a command and options that there are', () => {
  const calls = MENTIONS.flatMap(({ place, line }) => callsIn(line).map((call) => ({ place, line, call })))

  test('the pages show calls', () => {
    expect(calls.length).toBeGreaterThan(20)
  })

  test.each(calls.map(({ place, line, call }): [string, string, typeof call] => [place, line.trim(), call]))(
    '%s: %s',
    (_place, _line, call) => {
      expect(mistakesIn(call)).toEqual([])
    },
  )

  test('files of the catalog in a call are there', () => {
    const values = calls.flatMap(({ call }) => call.values.map((value) => value.replace(/^[\w-]+=/, '')))
    const files = values.filter((value) => /^(policies|scenarios)\/[\w./-]+$/.test(value))
    expect(files.length).toBeGreaterThan(0)
    expect(files.filter((file) => !existsSync(`${ROOT}/${file}`))).toEqual([])
  })
})

describe('every option in a sentence is one of the program, or of a program that is not ours', () => {
  const options = new Set(allCommands().flatMap((command) => [...helpOf(command).options]))
  const named = PAGES.flatMap(inlineCode).flatMap(({ place, code }) =>
    [...code.matchAll(/(?:^|\s)(--[a-z][a-zA-Z-]*)/g)].map(([, option = '']): [string, string] => [place, option]),
  )
  test.each(named)('%s: %s', (_place, option) => {
    expect([...options, ...FOREIGN]).toContain(option)
  })
})

describe('every option of the program is spoken of somewhere', () => {
  const spoken = new Set(MENTIONS.flatMap(({ line }) => line.match(/--[a-z][a-z-]*/g) ?? []))
  const options = allCommands().flatMap((command) =>
    [...helpOf(command).options]
      .filter((option) => option.startsWith('--') && option !== '--help' && option !== '--version')
      .map((option): [string, string] => [command, option]),
  )
  const shorts: Readonly<Record<string, string>> = { '--policy': '-p', '--label': '-l', '--output': '-o' }
  test.each(options)('%s %s', (_command, option) => {
    const short = shorts[option]
    const isSpoken =
      spoken.has(option) || (short !== undefined && MENTIONS.some(({ line }) => line.split(/\s/).includes(short)))
    expect(isSpoken).toBe(true)
  })
})

describe('every make target and npm script is there', () => {
  const makefile = readFileSync(`${ROOT}/Makefile`, 'utf8')
  const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as { scripts: Record<string, string> }
  const called = (pattern: RegExp): [string, string][] =>
    MENTIONS.flatMap(({ place, line }) =>
      [...line.matchAll(pattern)].map((match): [string, string] => [place, match[1] ?? '']),
    )

  test.each(called(/(?:^|&& )make ([a-z][a-z-]*)/g))('%s: make %s', (_place, target) => {
    expect(makefile).toMatch(new RegExp(`^${target}:`, 'm'))
  })
  test.each(called(/(?:^|&& )npm run (?:--silent |-s )?([a-z][a-z:-]*)/g))('%s: npm run %s', (_place, script) => {
    expect(Object.keys(scripts)).toContain(script)
  })
})

describe('every scenario and policy that a call names by its name is in the catalog', () => {
  const scenarios = readdirSync(`${ROOT}/scenarios`, { recursive: true, encoding: 'utf8' })
  const calls = MENTIONS.flatMap(({ place, line }) =>
    callsIn(line).flatMap(({ command, values }) =>
      command === 'run' || command === 'record' ? [{ place, values }] : [],
    ),
  )
  const takesValue = (command: string, option: string): boolean =>
    new RegExp(`${option}(?:, --[\\w-]+)? <`).test(helpOf(command).text)

  const names = calls.flatMap(({ place, values }) =>
    values
      .filter((word, index) => !word.startsWith('-') && !isValueOf(values[index - 1]) && /^[a-z][a-z-]*$/.test(word))
      .map((name): [string, string] => [place, name]),
  )
  function isValueOf(before: string | undefined): boolean {
    return before?.startsWith('-') === true && takesValue('run', before)
  }

  test.each(names)('%s: scenario %s', (_place, name) => {
    expect(scenarios.map((path) => path.replace(/^.*\//, ''))).toContain(`${name}.yaml`)
  })

  const policies = calls.flatMap(({ place, values }) =>
    values
      .filter((word, index) => /^(-p|--policy)$/.test(values[index - 1] ?? '') && /^[a-z][a-z-]*(=.*)?$/.test(word))
      .map((value): [string, string] => [place, value.replace(/=.*/, '')]),
  )
  test.each(policies)('%s: policy %s', (_place, name) => {
    expect(existsSync(`${ROOT}/policies/${name}.yaml`)).toBe(true)
  })
})
