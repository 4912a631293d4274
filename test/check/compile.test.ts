import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { readDetections, readPacks } from '../../lib/check/catalog.js'
import { compileCatalog } from '../../lib/check/compile.js'
import { ROOT } from '../docs/pages.js'

test('what the build compiles is what is read without it', async () => {
  const packs = await readPacks()
  const texts = packs.map(({ file }) => ({ path: file, text: readFileSync(`${ROOT}/${file}`, 'utf8') }))
  const compiled = Object.values(compileCatalog(texts, []).requirements)
  expect(compiled.map(({ requirements }) => requirements)).toEqual(packs.map(({ requirements }) => requirements))
  expect((await readDetections()).map(({ tool }) => tool)).toContain('Falco')
})
