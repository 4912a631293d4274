import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { reportError } from '../../lib/cli/exit.js'
import { EngineError, InputError, InterruptedError, LabError } from '../../lib/errors.js'

let printed = ''
beforeEach(() => {
  printed = ''
  process.env['NO_COLOR'] = '1'
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(() => {
  jest.restoreAllMocks()
  delete process.env['NO_COLOR']
})

describe('the exit status', () => {
  test.each([
    ['bad input', new InputError('no such policy'), 2],
    ['an engine that failed', new EngineError('Docker does not answer'), 3],
    ['an interruption', new InterruptedError('interrupted'), 130],
    ['any other failure of the lab', new LabError('budget exceeded'), 1],
    ['a bug', new TypeError('x is not a function'), 3],
    ['what is no error at all', 'thrown', 3],
  ])('of %s', (_, error, status) => {
    expect(reportError(error, false)).toBe(status)
  })

  test('is that of an interruption, whatever failed because of it', () => {
    expect(reportError(new EngineError('kubectl was ended by a signal'), true)).toBe(130)
    expect(printed).toBe('audit-lab: interrupted; what was started is removed\n')
  })
})

describe('a refusal of the operating system', () => {
  test.each([
    ['a full disk', 'ENOSPC', 'Make room, or name another place for temporary files with TMPDIR.'],
    ['a place that one may not use', 'EACCES', 'Name a place that you may use; temporary files go where TMPDIR says.'],
    ['too many open files', 'EMFILE', 'Allow more open files: ulimit -n.'],
  ])('is no bug of the lab, and says the way out: %s', (_, code, way) => {
    const error = Object.assign(new Error(`${code}: refused, write`), { code })
    expect(reportError(error, false)).toBe(3)
    expect(printed).toBe(`audit-lab: ${code}: refused, write\n${way}\n`)
  })
})

describe('when what was started cannot be removed', () => {
  /** As TypeScript throws it when an `await using` ends badly. */
  const suppressed = (first: Error): Error =>
    Object.assign(new Error('An error was suppressed during disposal.'), {
      name: 'SuppressedError',
      error: new EngineError('kind delete cluster: exit status 1'),
      suppressed: first,
    })

  test('the first error is told first, then what is left', () => {
    expect(reportError(suppressed(new EngineError('Docker does not answer', { hint: 'Start Docker.' })), false)).toBe(3)
    expect(printed.split('\n')).toEqual([
      'audit-lab: Docker does not answer',
      'Start Docker.',
      'audit-lab: what was started could not be removed: kind delete cluster: exit status 1',
      'The next command that starts an engine removes it, once that is possible.',
      '',
    ])
  })

  test('an interruption does not say that it is removed', () => {
    expect(reportError(suppressed(new EngineError('ended by a signal')), true)).toBe(130)
    expect(printed).not.toContain('is removed')
    expect(printed).toContain('could not be removed')
  })
})

describe('what is printed', () => {
  test('has every problem at its place, and the hint last', () => {
    const place = { file: 'a.yaml', line: 3, column: 5 }
    const problems = [
      { ...place, message: 'unknown field "verb"' },
      { ...place, line: 9, message: 'no such verb' },
    ]
    reportError(new InputError('a.yaml cannot be used', { problems, hint: 'Correct it.' }), false)
    expect(printed).toBe(
      'audit-lab: a.yaml cannot be used\na.yaml:3:5: unknown field "verb"\na.yaml:9:5: no such verb\nCorrect it.\n',
    )
  })

  test('of a bug is its stack, for the report', () => {
    reportError(new TypeError('x is not a function'), false)
    expect(printed).toMatch(/^audit-lab: this is a bug in audit-lab.*\nTypeError: x is not a function\n +at /)
  })
})
