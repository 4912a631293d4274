import { describe, expect, test } from '@jest/globals'
import { isOwnAddress } from '../../lib/util/own-address.js'

describe('an address of this machine', () => {
  test.each([
    ['the loopback', '127.0.0.1', true],
    ['an address of the documentation, which nobody has', '192.0.2.1', false],
    ['a name that nobody has', 'no-such-host.invalid', false],
  ])('%s', async (_, address, own) => {
    expect(await isOwnAddress(address)).toBe(own)
  })
})
