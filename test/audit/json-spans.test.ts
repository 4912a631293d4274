import { describe, expect, it } from '@jest/globals'
import { elementsAt, membersAt, unquote } from '../../lib/audit/json-spans.js'

/** Each member as it stands in the text: its key, the text from its key to its end, the text of its value. */
const membersOf = (text: string, at = 0) =>
  membersAt(text, at).map(({ key, start, valueStart, end }) => [
    key,
    text.slice(start, end),
    text.slice(valueStart, end),
  ])

describe('membersAt finds', () => {
  it.each<[string, string, [string, string, string][]]>([
    ['no member of an empty object', '{}', []],
    ['no member of an empty object with a space in it', '{ }', []],
    ['one member', '{"a":1}', [['a', '"a":1', '1']]],
    [
      'two members',
      '{"a":1,"b":2}',
      [
        ['a', '"a":1', '1'],
        ['b', '"b":2', '2'],
      ],
    ],
    [
      'members with space of every kind around them',
      '{ \n"a"\t:\r\n 1 \n,\t"b" : [ 2 ] }',
      [
        ['a', '"a"\t:\r\n 1', '1'],
        ['b', '"b" : [ 2 ]', '[ 2 ]'],
      ],
    ],
    [
      'a key that is twice there',
      '{"a":1,"a":2}',
      [
        ['a', '"a":1', '1'],
        ['a', '"a":2', '2'],
      ],
    ],
    ['a key with an escape', '{"a\\"\\u0062":1}', [['a"b', '"a\\"\\u0062":1', '1']]],
    ['a key that ends in a backslash', '{"a\\\\":1}', [['a\\', '"a\\\\":1', '1']]],
    [
      'a string with quotes and braces in it',
      '{"a":"\\"}]{[,","b":2}',
      [
        ['a', '"a":"\\"}]{[,"', '"\\"}]{[,"'],
        ['b', '"b":2', '2'],
      ],
    ],
    [
      'a string of two backslashes',
      '{"a":"\\\\","b":2}',
      [
        ['a', '"a":"\\\\"', '"\\\\"'],
        ['b', '"b":2', '2'],
      ],
    ],
    [
      'a string of three backslashes and a quote',
      '{"a":"\\\\\\"","b":2}',
      [
        ['a', '"a":"\\\\\\""', '"\\\\\\""'],
        ['b', '"b":2', '2'],
      ],
    ],
    [
      'nested objects and arrays',
      '{"a":{"b":[{"c":"]"}]},"d":[[],{}]}',
      [
        ['a', '"a":{"b":[{"c":"]"}]}', '{"b":[{"c":"]"}]}'],
        ['d', '"d":[[],{}]', '[[],{}]'],
      ],
    ],
    [
      'words and numbers',
      '{"a":null,"b":true,"c":-1.5e3}',
      [
        ['a', '"a":null', 'null'],
        ['b', '"b":true', 'true'],
        ['c', '"c":-1.5e3', '-1.5e3'],
      ],
    ],
    ['a number before the end of an array', '{"a":[1]}', [['a', '"a":[1]', '[1]']]],
    [
      'what there is of a line that was cut in a string',
      '{"a":1,"b":"x',
      [
        ['a', '"a":1', '1'],
        ['b', '"b":"x', '"x'],
      ],
    ],
    ['what there is of a line that was cut after an escaped quote', '{"a":"x\\"', [['a', '"a":"x\\"', '"x\\"']]],
    ['what there is of a line that was cut in an object', '{"a":{"b":1', [['a', '"a":{"b":1', '{"b":1']]],
    ['nothing in a key that was cut', '{"a":1,"b\\"', [['a', '"a":1', '1']]],
    ['nothing in a key without a colon', '{"a" 1}', []],
    ['what there is of a line that was cut in a number', '{"a":12', [['a', '"a":12', '12']]],
    ['nothing after a member without a comma', '{"a":1 "b":2}', [['a', '"a":1', '1']]],
    ['what there is of a line that was cut in a nested object', '{"a":{"b":{}', [['a', '"a":{"b":{}', '{"b":{}']]],
    ['what there is of a line that was cut after a space', '{"a": ', [['a', '"a": ', '']]],
    ['nothing after a member without a comma or a space', '{"a":"b""c":1}', [['a', '"a":"b"', '"b"']]],
    ['nothing behind the end of the object', '{"a":1}"b":2}', [['a', '"a":1', '1']]],
    ['nothing in an array', '["a"]', []],
    ['nothing in a string that holds an object', '"{}"', []],
  ])('%s', (_, text, expected) => {
    expect(membersOf(text)).toEqual(expected)
  })

  it('the end of a member that was cut where the text ends', () => {
    expect(membersAt('{"a":{"b":[1', 0)).toEqual([{ key: 'a', start: 1, valueStart: 5, end: 12 }])
  })

  it('the members of the object that opens at the place, and no others', () => {
    expect(membersOf('{"a":{"b":1},"c":2}', 5)).toEqual([['b', '"b":1', '1']])
    expect(membersOf('{"a":{"b":1},"c":2}', 4)).toEqual([])
    expect(membersOf('{"a":{"b":1},"c":2}', 12)).toEqual([])
  })
})

describe('elementsAt finds', () => {
  it.each<[string, string, number[]]>([
    ['no element of an empty array', '[]', []],
    ['no element of an empty array with a space in it', '[ ]', []],
    ['one element', '[1]', [1]],
    ['elements with space around them', '[ 1 ,\n"a" , {"b":[2]} ]', [2, 6, 12]],
    ['nested arrays as one element', '[[1,2],[3]]', [1, 7]],
    ['nothing after an element without a comma', '[1 2]', [1]],
    ['what there is of a line that was cut', '[1,', [1]],
    ['what there is of a line that was cut in an element', '[1,[2', [1, 3]],
    ['nothing in an object', '{"a":1}', []],
  ])('%s', (_, text, expected) => {
    expect(elementsAt(text, 0)).toEqual(expected)
  })

  it('the elements of the array that opens at the place', () => {
    expect(elementsAt('{"a":[1,2]}', 5)).toEqual([6, 8])
  })
})

describe('unquote', () => {
  it.each([
    ['""', ''],
    ['"a"', 'a'],
    ['"a\\"b"', 'a"b'],
    ['"\\u003c\\n"', '<\n'],
  ])('reads %s', (literal, expected) => {
    expect(unquote(literal)).toBe(expected)
  })
})
