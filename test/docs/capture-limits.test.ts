import { expect, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { CAPTURE_LIMITS, type CaptureLimit } from '../../lib/audit/capture-limits.js'
import { wrap } from '../../lib/util/width.js'
import { pageAt, ROOT } from './pages.js'

const PAGE = 'docs/what-a-capture-cannot-tell.md'

const HEADINGS: Readonly<Record<CaptureLimit['handledBy'], string>> = {
  nobody: 'What stays open',
  recording: 'What recordings are taken for',
  projection: 'What projection copes with',
}

/** The part of the page that is made from the data. */
function sections(): string {
  return Object.entries(HEADINGS)
    .map(([handler, heading]) => {
      const limits = CAPTURE_LIMITS.filter(({ handledBy }) => handledBy === handler)
      return [`## ${heading}`, ...limits.map(describeLimit)].join('\n\n')
    })
    .join('\n\n')
}

function describeLimit({ id, happens, means, leaves, source }: CaptureLimit): string {
  const texts = [happens, means, `Leaves open: ${leaves}. Upstream: <${source}>`]
  return [`### ${id}`, ...texts.map((text) => wrap(text, 120).join('\n'))].join('\n\n')
}

test('the page tells every limit as the data has it; UPDATE_GOLDEN=1 writes it', () => {
  const page = readFileSync(`${ROOT}/${PAGE}`, 'utf8')
  const [intro = ''] = page.split(`## ${HEADINGS.nobody}`)
  const expected = `${intro}${sections()}\n`
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(`${ROOT}/${PAGE}`, expected)
  else expect(page).toBe(expected)
})

test('the page explains each word for what is left open', () => {
  const text = pageAt(PAGE).prose.join('\n')
  for (const leaves of new Set(CAPTURE_LIMITS.map((limit) => limit.leaves))) expect(text).toContain(`| ${leaves} |`)
})
