import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { referencesIn, substitute } from '../../lib/scenario/variables.js'

const values = { namespace: 'n1', run: 'r1', canary: 'c1' }

describe('substitute', () => {
  it.each([
    ['a variable', 'kubectl -n ${namespace}', 'kubectl -n n1'],
    ['the same one twice, and two side by side', '${run}${run}-${canary}', 'r1r1-c1'],
    ['variables of the shell', '$HOME ${HOME} $(date) $$ $namespace ${name:-x} ${#list} ${a_b}', null],
    ['an escaped one', '$${namespace} $${any}', '${namespace} ${any}'],
    ['braces that are no reference', '${} ${ run } {run} ${1}', null],
  ])('handles %s', (_what, text, expected) => {
    expect(substitute(text, values)).toBe(expected ?? text)
  })

  it('does not look for variables in what it put in', () => {
    expect(substitute('${run}', { run: '${canary}$&', canary: 'no' })).toBe('${canary}$&')
  })

  it('refuses a variable that has no value, also one that every object has', () => {
    expect(() => substitute('${constructor}', values)).toThrow('no value for the variable constructor')
  })

  it('leaves no reference when every variable has a value', () => {
    const piece = fc.constantFrom('${run}', '${canary}', '$x', '{', '}', 'run', ' ', '\n', '${X}')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(referencesIn(substitute(text, values))).toEqual([])
      }),
    )
  })
})

describe('referencesIn', () => {
  it('names each variable with its line', () => {
    expect(referencesIn('a ${run}\n$${no}\n${b} ${HOME} ${c}')).toEqual([
      { name: 'run', line: 1 },
      { name: 'b', line: 3 },
      { name: 'c', line: 3 },
    ])
  })
})
