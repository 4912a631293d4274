import { describe, expect, test } from '@jest/globals'
import { parseDocument } from 'yaml'
import { InputError } from '../../lib/errors.js'
import { checkManifests } from '../../lib/manifest/check.js'
import { readSubject } from '../../lib/manifest/subject.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { LoadedPolicy } from '../../lib/policy/policy.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { loadRequirements } from '../../lib/requirement/load.js'
import { loadScenario } from '../../lib/scenario/load.js'
import { loadSuite } from '../../lib/scenario/load-suite.js'
import { PAGES } from './pages.js'
import type { Block } from './pages.js'

/** What is wrong with a block; nothing for those whose commands are checked elsewhere. */
const CHECKS: Readonly<Record<string, (block: Block) => unknown>> = {
  'yaml scenario': ({ text, page }) => problems(() => loadScenario(text, page)),
  'yaml cells': ({ text, page }) => problems(() => loadCells(text, page)),
  'yaml requirements': ({ text, page }) => problems(() => loadRequirements(text, page)),
  'yaml suite': ({ text, page }) => problems(() => loadSuite(text, page)),
  'yaml policy': ({ text, page }) => notLoaded('strict', text, page),
  'yaml policy lenient': ({ text, page }) => notLoaded('lenient', text, page),
  'yaml policy refused': ({ text, page }) => notLoaded('refused', text, page),
  'yaml manifest': ({ text, page }) => manifestErrors(text, page),
  'yaml manifest wrong': ({ text, page }) => (manifestErrors(text, page).length > 0 ? [] : ['nothing is wrong in it']),
  'yaml github': ({ text }) => parseDocument(text).errors,
  json: ({ text }) => unreadable([text]),
  jsonl: ({ text }) => unreadable(text.trim().split('\n')),
  console: () => [],
  sh: () => [],
  text: () => [],
}

function manifestErrors(text: string, page: string): string[] {
  const subject = readSubject(text, page, { neighbours: null, nodeAddress: null })
  if (subject === null) return ['no kind of file that is known']
  const findings = checkManifests([subject]).flatMap((result) => result.findings)
  return findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)
}

/** What the loader says, or nothing. */
function problems(load: () => unknown): string[] {
  try {
    load()
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.problems.map(({ line, message }) => `${line}: ${message}`)
  }
}

/** A policy must load as the page says that kube-apiserver loads it. */
function notLoaded(expected: LoadedPolicy['loaded'], text: string, page: string): string[] {
  const result = loadPolicy(text, page)
  return result.loaded === expected
    ? []
    : [`${result.loaded}, not ${expected}: ${'message' in result ? result.message : ''}`]
}

function unreadable(texts: readonly string[]): string[] {
  return texts.filter((text) => {
    try {
      JSON.parse(text)
      return false
    } catch {
      return true
    }
  })
}

const BLOCKS = PAGES.flatMap(({ blocks }) => blocks)

describe('the examples of the pages are right', () => {
  test.each(BLOCKS.map((block): [string, string, Block] => [`${block.page}:${block.line}`, block.info, block]))(
    '%s: %s',
    (_place, info, block) => {
      const check = CHECKS[info.replace(/ file=\S+$/, '')]
      if (check === undefined) throw new Error(`say what this block is, one of: ${Object.keys(CHECKS).join(', ')}`)
      expect(check(block)).toEqual([])
    },
  )

  test.each(['yaml scenario', 'yaml cells', 'yaml suite', 'yaml policy', 'yaml github', 'console'])(
    'there is some %s',
    (kind) => {
      expect(BLOCKS.map(({ info }) => info.replace(/ file=\S+$/, ''))).toContain(kind)
    },
  )
})
