import { describe, expect, it } from '@jest/globals'
import { parseRequestTarget } from '../../lib/audit/request-target.js'

describe('parseRequestTarget finds the path', () => {
  it.each([
    ['alone', '/api/v1/pods', '/api/v1/pods'],
    ['before the first question mark', '/a?b?c', '/a'],
    ['before a query with a line end in it', '/a?b\nc', '/a'],
    ['behind a scheme and a host', 'https://server:6443/version', '/version'],
    ['behind a scheme of every allowed character', 'H2+c.x-1://server/version', '/version'],
    ['behind a scheme of one letter', 'h://server/version', '/version'],
    ['empty when nothing is behind the host', 'https://server', ''],
    ['empty when only a query is behind the host', 'https://server?a/b', ''],
    ['with what looks like a host inside', '/http://server/version', '/http://server/version'],
    ['of a target that starts like a scheme and is none', '1a://server/version', '1a://server/version'],
    ['with a plus sign as it is', '/a+b', '/a+b'],
    ['with its escapes decoded', '/a%20b%2Fc%3Fd', '/a b/c?d'],
    ['with escapes in small letters', '/%c3%a9%2f', '/é/'],
    ['with an escaped percent sign', '/%2541', '/%41'],
    ['with characters of two, three and four bytes', '/%C3%A9%E2%82%AC%F0%9F%98%80', '/é€😀'],
    ['with a byte order mark', '/%EF%BB%BFa', '/\ufeffa'],
    ['with U+FFFD for a byte that is no UTF-8', '/a%FFb', '/a\ufffdb'],
    ['with U+FFFD for a byte that goes on with nothing', '/%80a%A9', '/\ufffda\ufffd'],
    [
      'with U+FFFD for each byte of a character that breaks off',
      '/%E2%82b%F0%9F%98',
      '/\ufffd\ufffdb\ufffd\ufffd\ufffd',
    ],
    ['with U+FFFD for each byte of half a surrogate pair', '/%ED%A0%80', '/\ufffd\ufffd\ufffd'],
    ['with U+FFFD for a byte that breaks off before a character', '/%E2%C3%A9', '/\ufffdé'],
    ['with U+FFFD for each byte beyond Unicode', '/%F4%90%80%80%F8', '/\ufffd\ufffd\ufffd\ufffd\ufffd'],
    ['as it is when an escape is broken', '/a%2Fb%zz', '/a%2Fb%zz'],
    ['as it is when an escape breaks off', '/%41%4', '/%41%4'],
  ])('%s', (_, target, path) => {
    expect(parseRequestTarget(target).path).toBe(path)
  })
})

describe('parseRequestTarget finds in the query', () => {
  it.each<[string, string, [string, string][]]>([
    ['nothing when there is none', '/a', []],
    ['a parameter', '/?a=b', [['a', 'b']]],
    ['a parameter behind a host', 'https://server?a=b', [['a', 'b']]],
    [
      'parameters in their order',
      '/?b=1&a=2',
      [
        ['b', '1'],
        ['a', '2'],
      ],
    ],
    ['a parameter without a value', '/?a', [['a', '']]],
    ['a parameter with an empty value', '/?a=', [['a', '']]],
    ['a value with an equals sign', '/?a=b=c', [['a', 'b=c']]],
    ['a value with a question mark and a line end', '/?a=b?\nc', [['a', 'b?\nc']]],
    ['the first of two values', '/?a=1&a=2', [['a', '1']]],
    ['the first of two values, even if it is empty', '/?a&a=2', [['a', '']]],
    ['escapes and plus signs decoded', '/?a+%62=%2B+%26+c', [['a b', '+ & c']]],
    ['no pair with a semicolon', '/?a=1;b=2&c=3', [['c', '3']]],
    ['a semicolon that is escaped', '/?a=1%3B', [['a', '1;']]],
    ['no pair with a broken escape in its name', '/?a%=1&b=2', [['b', '2']]],
    ['no pair with a broken escape in its value', '/?a=%4&a=2', [['a', '2']]],
  ])('%s', (_, target, query) => {
    expect([...parseRequestTarget(target).query].filter(([name]) => name !== '')).toEqual(query)
  })
})
