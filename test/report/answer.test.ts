import { expect, test } from '@jest/globals'
import type { Answer, AnswerInput } from '../../lib/ask/answer.js'
import { answerCsv } from '../../lib/report/answer/csv.js'
import { answerJson } from '../../lib/report/answer/json.js'
import { answerText } from '../../lib/report/answer/text.js'

const ANSWER: Answer = {
  tables: [
    {
      name: 'denied',
      columns: ['user', 'as', 'requests'],
      rows: [
        ['=1+1\u001b[2J', '', 1200],
        ['jane, or "j"', '', 2],
      ],
    },
  ],
  notes: ['a\u202enote'],
  events: [{ userAgent: '\u009b31m' }],
  holds: true,
}
const INPUT: AnswerInput = {
  files: 1,
  events: 3,
  skipped: { lines: 1, first: [{ file: 'a\u001b.log', line: 2, message: 'torn' }] },
}

test('text has no column that is empty, counts what was skipped, and drives no terminal', () => {
  expect(answerText(ANSWER, INPUT, { color: false })).toBe(`user           requests
=1+1\\u001b[2J     1,200
jane, or "j"          2

{
  "userAgent": "\\u009b31m"
}

a\\u202enote
3 Events in 1 file
1 line held no Event:
  a\\u001b.log:2: torn
`)
})

test('csv quotes, and has nothing that a spreadsheet takes for a formula', () => {
  expect(answerCsv(ANSWER)).toBe(`user,as,requests\n'=1+1\\u001b[2J,,1200\n"jane, or ""j""",,2\n`)
})

test('json has rows as objects, and what was read', () => {
  const text = answerJson(ANSWER, INPUT)
  expect(JSON.parse(text)).toEqual({
    schemaVersion: 1,
    holds: true,
    denied: [
      { user: '=1+1\u001b[2J', as: '', requests: 1200 },
      { user: 'jane, or "j"', as: '', requests: 2 },
    ],
    events: ANSWER.events,
    notes: ANSWER.notes,
    input: INPUT,
  })
})
