import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { select } from '../../lib/cli/select.js'
import type { Selection } from '../../lib/cli/select.js'
import { InputError } from '../../lib/errors.js'

// The suite is this repository's own audit-lab.yaml.
const flags = { policy: [] as string[], requirements: [] as string[], label: [] as string[] }

const names = ({ policies }: Selection): string[] => policies.map(({ name }) => name)
const scenarios = (selection: Selection): string[] => selection.scenarios.map(({ name }) => name)

async function refusalOf(selection: Promise<Selection>): Promise<InputError> {
  const error: unknown = await selection.catch((reason: unknown) => reason)
  if (error instanceof InputError) return error
  throw new Error('it was not refused')
}

describe('select', () => {
  test('takes every policy and every scenario of the suite', async () => {
    const all = await select([], flags)
    expect(names(all)).toEqual(expect.arrayContaining(['everything', 'nothing', 'cks-configmaps']))
    expect(scenarios(all)).toEqual(expect.arrayContaining(['secret-bodies', 'pod-life-cycle']))
  })

  test('never takes a cells file for a policy', async () => {
    expect(names(await select([], flags)).filter((name) => name.includes('cells'))).toEqual([])
  })
})

describe('a policy', () => {
  test.each(['nothing', 'policies/nothing.yaml', './policies/nothing.yaml'])(
    'is given by its name or its file: %s',
    async (policy) => {
      const [selected] = (await select([], { ...flags, policy: [policy] })).policies
      expect(selected).toMatchObject({ name: 'nothing', path: resolve('policies/nothing.yaml') })
      expect(selected!.cells?.file).toBe(resolve('policies/nothing.cells.yaml'))
    },
  )

  test('given as NAME=FILE is held to the cells of NAME', async () => {
    const policy = 'cks-configmaps=policies/cks-configmaps-as-published.yaml'
    const selection = await select([], { ...flags, policy: [policy] })
    const [selected] = selection.policies
    expect(selected).toMatchObject({
      name: 'cks-configmaps',
      path: resolve('policies/cks-configmaps-as-published.yaml'),
      cellsPath: resolve('policies/cks-configmaps.cells.yaml'),
    })
    expect(selection.rerun('secret-bodies', 'cks-configmaps', 'replay', null)).toBe(
      `audit-lab run --engine replay -p ${policy} --run '^secret-bodies$'`,
    )
    expect(selection.rerun('secret-bodies', 'cks-configmaps', 'kind', 'lab')).toBe(
      `audit-lab run --engine kind --cluster lab -p ${policy} --run '^secret-bodies$'`,
    )
  })

  test('that kube-apiserver refuses is selected all the same: the server says why', async () => {
    const { policies } = await select([], { ...flags, policy: ['policies/broken/gce-lineage-v1beta1.yaml'] })
    expect(policies[0]!.loaded.loaded).toBe('refused')
  })

  test('that is not there is told with the names that are, all at once', async () => {
    const error = await refusalOf(select([], { ...flags, policy: ['everythin', 'a=b.yaml'] }))
    expect(error.message).toBe('no such policy: everythin, b.yaml')
    expect(error.hint).toMatch(/^Policies of the suite: .*, everything, /)
  })
})

describe('a scenario', () => {
  test.each(['secret-bodies', 'scenarios/secrets/secret-bodies.yaml', 'scenarios/*/secret-b*.yaml'])(
    'is given by its name, its file or a pattern: %s',
    async (name) => {
      expect(scenarios(await select([name], flags))).toEqual(['secret-bodies'])
    },
  )

  test('is chosen by its name, its steps or its labels', async () => {
    expect(scenarios(await select([], { ...flags, run: '^secret-b' }))).toEqual(['secret-bodies'])
    expect(scenarios(await select([], { ...flags, run: 'exec-spdy$' }))).toEqual(['pod-life-cycle'])
    expect(scenarios(await select([], { ...flags, label: ['area=namespaces'] }))).toEqual(['one-namespace'])
  })

  test('that is not there is told with the names that are', async () => {
    const error = await refusalOf(select(['secret-body'], flags))
    expect(error.message).toBe('no scenario file or name: secret-body')
    expect(error.hint).toMatch(/^Scenarios of the suite: .*, secret-bodies, /)
  })

  test.each([
    ['nothing matches', { run: 'no-such-thing' }, 'no scenario is selected'],
    ['a label has another value', { label: ['area=nowhere'] }, 'no scenario is selected'],
    ['the expression is broken', { run: '(' }, '--run (: Invalid regular expression: /(/: Unterminated group'],
  ])('is an error when %s', async (_, chosen, message) => {
    await expect(select([], { ...flags, ...chosen })).rejects.toThrow(message)
  })
})
