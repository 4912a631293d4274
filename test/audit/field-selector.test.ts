import { describe, expect, it } from '@jest/globals'
import { requiredName } from '../../lib/audit/field-selector.js'

describe('requiredName finds', () => {
  it.each([
    ['a name', 'metadata.name=x', 'x'],
    ['a name by a double sign', 'metadata.name==x', 'x'],
    ['a name behind other terms', 'spec.nodeName=n,status.phase!=Running,metadata.name=x', 'x'],
    ['a name between empty terms', ',,metadata.name=x,', 'x'],
    ['the first of two names, as the server sorts them', 'metadata.name=y,metadata.name=x', 'x'],
    ['a name where another one is excluded', 'metadata.name!=a,metadata.name=x', 'x'],
    ['a name with an escaped comma', 'metadata.name=a\\,b', 'a,b'],
    ['a name with an escaped equals sign', 'metadata.name=a\\=b', 'a=b'],
    ['a name with escaped backslashes', 'metadata.name=\\\\a\\\\', '\\a\\'],
    ['a name with a line end', 'metadata.name=a\nb', 'a\nb'],
    ['a name with a space in front', 'metadata.name= x', ' x'],
    ['an empty name', 'metadata.name=', ''],
    ['no name in nothing', '', ''],
    ['no name where one is excluded', 'metadata.name!=x', ''],
    ['no name in another field', 'metadata.namespace=x', ''],
    ['no name in a field with a space', ' metadata.name=x', ''],
    ['no name beside a term without an operator', 'metadata.name=x,a', ''],
    ['no name beside a backslash before a letter', 'metadata.name=x,a=\\b', ''],
    ['no name beside a backslash before a line end', 'metadata.name=x,a=\\\n', ''],
    ['no name beside a backslash at the end', 'metadata.name=x,a=b\\', ''],
    ['no name beside an equals sign in a value', 'metadata.name=x,a=b=c', ''],
    ['no name where the value starts with an equals sign', 'metadata.name===x', ''],
  ])('%s', (_, selector, name) => {
    expect(requiredName(selector)).toBe(name)
  })
})
