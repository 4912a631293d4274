import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InputError } from '../../lib/errors.js'
import { answerOf, readAttempt, resetAttempt, startAttempt, type Attempt } from '../../lib/practice/attempt.js'
import { grade } from '../../lib/practice/grade.js'
import { hintsFor } from '../../lib/practice/hints.js'
import { recordedRequests } from '../../lib/practice/recorded.js'

const recorded = await recordedRequests()
const first = { random: () => 0, now: 0 }
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-lab-practice-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const start = (name: string, chance = first): Promise<Attempt> =>
  startAttempt(name, join(folder, 'work'), recorded, chance)
const graded = async (attempt: Attempt, answer: string) => grade(attempt.exercise, answer, recorded)

test('an attempt has the task and what to begin with, and its names are kept', async () => {
  const { exercise } = await start('exec-only')
  expect(readdirSync(join(folder, 'work')).sort()).toEqual(['.audit-lab-practice.json', 'TASK.md', 'policy.yaml'])
  const again = await readAttempt(join(folder, 'work'))
  expect(again.exercise).toEqual(exercise)
  expect(await answerOf(again)).toBe(exercise.start)
})

test('a folder that is there is not written into', async () => {
  await start('exec-only')
  await expect(start('exec-only')).rejects.toThrow(InputError)
})

test('reset draws other names and keeps files that are none of the exercise', async () => {
  const attempt = await start('one-namespace-only')
  writeFileSync(join(folder, 'work', 'notes.txt'), 'mine')
  const again = await resetAttempt(attempt, recorded, { random: (below) => below - 1, now: 1000 })
  expect(again.state.names['team']).not.toBe(attempt.state.names['team'])
  expect(readFileSync(join(folder, 'work', 'TASK.md'), 'utf8')).toContain(again.state.names['team'])
  expect(readFileSync(join(folder, 'work', 'notes.txt'), 'utf8')).toBe('mine')
})

test('the answer of one draw is no answer of another', async () => {
  const attempt = await start('one-namespace-only')
  const other = await resetAttempt(attempt, recorded, { random: (below) => below - 1, now: 0 })
  expect((await graded(attempt, attempt.exercise.solution)).points).toBe(100)
  expect((await graded(other, attempt.exercise.solution)).points).toBeLessThanOrEqual(50)
})

describe('points', () => {
  test('logging nothing earns no more than half, and so does logging everything', async () => {
    const attempt = await start('deletes-of-secrets')
    const policy = (level: string): string => `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: ${level}}]\n`
    expect((await graded(attempt, policy('None'))).points).toBe(50)
    expect((await graded(attempt, policy('RequestResponse'))).points).toBe(0)
  })
  test('another policy that does the same has all of them: nothing is compared as text', async () => {
    const attempt = await start('exec-only')
    const rule = (name: string): string => `  - {level: Metadata, resources: [{group: "", resources: [${name}]}]}\n`
    const other = `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${['pods/exec', 'pods/attach', 'pods/portforward'].map(rule).join('')}  - level: None\n`
    expect((await graded(attempt, other)).points).toBe(100)
  })
  test('a reason names the request, its user, both levels, and the rule that decides with its line', async () => {
    const attempt = await start('exec-only')
    const { marks } = await graded(attempt, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n  - level: Metadata\n')
    expect(marks.find(({ id }) => id === 'nothing-else')?.reasons[0]).toBe(
      'create pods by amara in orchard is Metadata, and should be None: rule 1 (Metadata, line 4) decides',
    )
  })
  test('a policy that the server refuses earns none, with what the server says', async () => {
    const attempt = await start('exec-only')
    const { points, marks } = await graded(attempt, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n')
    expect(points).toBe(0)
    expect(marks[0]?.reasons[0]).toContain('loaded illegal policy with 0 rules')
  })
  test('a search does not say what is right', async () => {
    const attempt = await start('who-deleted-it')
    const { marks } = await graded(attempt, 'deletedBy: nobody\n')
    expect(JSON.stringify(marks.map(({ reasons }) => reasons))).not.toContain('amara')
  })
})

test('the log of a search names nobody but those of the exercise', async () => {
  await start('who-deleted-it')
  const log = readFileSync(join(folder, 'work', 'audit.jsonl'), 'utf8')
  expect(log).toContain('"username":"amara"')
  expect(/\bjane\b|break-glass|audit-lab-[a-z0-9]{6}"/.exec(log)).toBeNull()
})

test('hints say what lint says of the answer', async () => {
  const { exercise } = await start('misspelt-key')
  const hints = hintsFor(exercise, exercise.start, await grade(exercise, exercise.start, recorded))
  expect(hints.join('\n')).toContain('did you mean `verbs`?')
})
