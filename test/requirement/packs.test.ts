import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { prove } from '../../lib/analysis/prove.js'
import { loadPolicy } from '../../lib/policy/load.js'
import type { Policy } from '../../lib/policy/policy.js'
import { loadRequirements } from '../../lib/requirement/load.js'
import { ROOT } from '../docs/pages.js'

const policyOf = (name: string): Policy => {
  const path = `${ROOT}/policies/${name}.yaml`
  const loaded = loadPolicy(readFileSync(path, 'utf8'), path)
  if (loaded.loaded === 'refused') throw new Error(loaded.message)
  return loaded.policy
}

const packs = readdirSync(`${ROOT}/requirements`).filter((name) => name.endsWith('.yaml'))

describe.each(packs)('requirements/%s', (name) => {
  const { requirements, assume } = loadRequirements(readFileSync(`${ROOT}/requirements/${name}`, 'utf8'), name)

  test('says what it is for', () => {
    expect(readFileSync(`${ROOT}/requirements/${name}`, 'utf8')).toMatch(/^# .*\n#\n# Whose idea: /)
  })

  const proofs = (policy: string): string[] =>
    requirements.map((one) => `${one.id}: ${prove(policyOf(policy), one, assume).status}`)

  test('what must be on record is, where everything is', () => {
    const always = requirements.filter(({ demand }) => demand.kind === 'always').map(({ id }) => `${id}: holds`)
    expect(proofs('everything')).toEqual(expect.arrayContaining(always))
  })

  test('metadata of everything keeps all of it', () => {
    expect(proofs('metadata-all')).toEqual(requirements.map(({ id }) => `${id}: holds`))
  })

  test('what must stay out is broken where everything is logged', () => {
    const never = requirements.filter(({ demand }) => demand.kind === 'never').map(({ id }) => `${id}: broken`)
    expect(proofs('everything')).toEqual(expect.arrayContaining(never))
  })

  test('what must be on record is broken where nothing is', () => {
    const always = requirements.filter(({ demand }) => demand.kind === 'always').map(({ id }) => `${id}: broken`)
    expect(proofs('nothing')).toEqual(expect.arrayContaining(always))
  })
})
