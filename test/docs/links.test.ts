import { describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { PAGES, ROOT } from './pages.js'
import type { Page } from './pages.js'

interface Link {
  readonly place: string
  readonly from: string
  readonly target: string
}

const LINKS: readonly Link[] = PAGES.flatMap(({ path, prose }) =>
  prose.flatMap((text, index) =>
    [...text.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => ({
      place: `${path}:${index + 1}`,
      from: path,
      target: match[1] ?? '',
    })),
  ),
)

const inside = LINKS.filter(({ target }) => !/^https?:/.test(target))

/** As GitHub makes them of headings. */
function anchors({ prose }: Page): string[] {
  return prose.flatMap((line) => {
    const heading = /^#+ (.*)$/.exec(line)?.[1]
    return heading === undefined
      ? []
      : [
          heading
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
            .replaceAll(' ', '-'),
        ]
  })
}

describe('links between pages lead somewhere', () => {
  test('there are links', () => {
    expect(inside.length).toBeGreaterThan(10)
  })

  test.each(inside.map((link): [string, string, Link] => [link.place, link.target, link]))(
    '%s: %s',
    (_place, _target, link) => {
      const [path = '', anchor] = link.target.split('#')
      const file = path === '' ? link.from : normalize(join(dirname(link.from), path))
      expect(existsSync(join(ROOT, file))).toBe(true)
      const page = PAGES.find((candidate) => candidate.path === file)
      if (anchor !== undefined && page !== undefined) expect(anchors(page)).toContain(anchor)
    },
  )
})

test.each(PAGES.filter(({ path }) => path !== 'README.md').map(({ path }) => path))('README.md leads to %s', (path) => {
  const targets = LINKS.filter(({ from }) => from === 'README.md').map(({ target }) =>
    normalize(target.split('#')[0] ?? ''),
  )
  expect(targets).toContain(path)
})
