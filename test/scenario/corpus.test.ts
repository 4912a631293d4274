import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { InputError } from '../../lib/errors.js'
import { loadCells } from '../../lib/scenario/load-cells.js'
import { loadScenario } from '../../lib/scenario/load.js'
import { loadSuite } from '../../lib/scenario/load-suite.js'

/** Each err/X.yaml has an X.out with the problems that it must give, one a line: file:line:column: message. */
const here = new URL('.', import.meta.url)
const loaders: Readonly<Record<string, (text: string, file: string) => unknown>> = {
  scenario: loadScenario,
  cells: loadCells,
  suite: loadSuite,
}

function problemsOf(folder: string, file: string): string {
  const load = loaders[/^[a-z]+/.exec(file)?.[0] ?? '']
  if (load === undefined) throw new Error(`${file}: the name must begin with one of ${Object.keys(loaders).join(', ')}`)
  try {
    load(readFileSync(new URL(`${folder}/${file}`, here), 'utf8'), file)
    return ''
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}\n`).join('')
  }
}

const yamlIn = (folder: string) => readdirSync(new URL(folder, here)).filter((file) => file.endsWith('.yaml'))

describe('files that are wrong', () => {
  it.each(yamlIn('err'))('%s gives every problem with its place', (file) => {
    const expected = readFileSync(new URL(`err/${file.replace(/\.yaml$/, '.out')}`, here), 'utf8')
    expect(problemsOf('err', file)).toBe(expected)
    expect(expected).not.toBe('')
  })

  it('have an expectation each, and no expectation is left over', () => {
    const outs = readdirSync(new URL('err', here)).filter((file) => file.endsWith('.out'))
    expect(outs.map((file) => file.replace(/\.out$/, '.yaml'))).toEqual(yamlIn('err'))
  })
})

describe('files that are right', () => {
  it.each(yamlIn('ok'))('%s gives no problem', (file) => {
    expect(problemsOf('ok', file)).toBe('')
  })
})
