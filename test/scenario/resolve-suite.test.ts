import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { InputError } from '../../lib/errors.js'
import { findSuite } from '../../lib/scenario/find-suite.js'
import { packageRoot } from '../../lib/scenario/package-root.js'
import { filesOfPattern, readSuite } from '../../lib/scenario/resolve-suite.js'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'suite-')))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, text = ''): string {
  const full = join(root, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

async function problemsOf(file: string): Promise<string[]> {
  const error = await readSuite(file).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof InputError)) throw new Error('the suite was read')
  return error.problems.map(({ line, column, message }) => `${line}:${column}: ${message.replaceAll(root, '')}`)
}

describe('findSuite', () => {
  it('looks upwards, and no further than the git root', () => {
    write('repo/.git/HEAD')
    mkdirSync(join(root, 'repo/a/b'), { recursive: true })
    write('audit-lab.yaml')
    expect(findSuite(join(root, 'repo/a/b'))).toBeNull()
    const suite = write('repo/audit-lab.yaml')
    expect(findSuite(join(root, 'repo/a/b'))).toBe(suite)
    const nearer = write('repo/a/audit-lab.yaml')
    expect(findSuite(join(root, 'repo/a/b'))).toBe(nearer)
  })
})

describe('readSuite', () => {
  it('finds the files of its patterns from where it lies', async () => {
    const prod = write('policies/prod.yaml')
    write('policies/prod.cells.yaml')
    const old = write('policies/old.json')
    write('policies/README.md')
    const deep = write('audit/a/deep.yaml')
    const top = write('audit/top.yaml')
    write('audit/node_modules/x/not.yaml')
    write('audit/.hidden/not.yaml')
    write('audit/top.jsonl')
    const file = write('audit-lab.yaml', 'policies: [policies/*, ./policies/prod.yaml]\nscenarios: [audit/**]\n')
    const suite = await readSuite(file)
    expect(suite.policies).toEqual([
      { name: 'old', path: old },
      { name: 'prod', path: prod },
    ])
    expect(suite.scenarios).toEqual([deep, top])
    expect(suite.requirements).toEqual([])
  })

  it('says at which pattern nothing was found', async () => {
    const file = write('audit-lab.yaml', 'policies: [prod.yaml]\nscenarios:\n  - nowhere/**\n')
    expect(await problemsOf(file)).toEqual(['1:12: `prod.yaml` names no file', '3:5: `nowhere/**` names no file'])
  })

  it('refuses policies that share a name, and budgets of none', async () => {
    write('a/prod.yaml')
    write('b/prod.yaml')
    const file = write('audit-lab.yaml', 'policies: [a/*, b/*]\nbudgets:\n  prdo: {bytes: 1}\n')
    expect(await problemsOf(file)).toEqual([
      '1:12: two policies are called `prod`: /a/prod.yaml and /b/prod.yaml',
      '3:3: no policy `prdo` to hold to a budget; did you mean `prod`?',
    ])
  })

  it('says that there is no such file', async () => {
    expect(await problemsOf(join(root, 'audit-lab.yaml'))).toEqual(['1:1: there is no such file'])
  })
})

describe('filesOfPattern', () => {
  it('looks for builtin ones in the package, at every depth for builtin:*', async () => {
    const all = await filesOfPattern('scenarios', 'builtin:*', root)
    const some = await filesOfPattern('scenarios', 'builtin:*/*', root)
    expect(all.every((path) => path.startsWith(join(packageRoot(), 'scenarios/')))).toBe(true)
    expect(all).toEqual(expect.arrayContaining(some))
  })
})
