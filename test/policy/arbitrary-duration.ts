import fc from 'fast-check'

const UNITS = ['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h']

/** Around 2^63 nanoseconds in each unit, where durations overflow. */
const edge = fc.constantFrom(
  ...['9223372036854775807', '9223372036854775808', '9223372036854775809', '92233720368547758080'],
  ...['9223372036854775', '9223372036854', '9223372036', '9223372037', '153722867', '2562047', '2562048'],
)
const digits = fc.oneof(
  fc.nat(99).map(String),
  edge,
  fc.constantFrom('', '0', '00', '7758079', '854775807', '788015216'),
)
const part = fc
  .tuple(
    digits,
    fc.option(digits),
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...UNITS) }, fc.constantFrom('', 'd', ' ')),
  )
  .map(([whole, fraction, unit]) => `${whole}${fraction === null ? '' : `.${fraction}`}${unit}`)

/** What Go may read as a duration, and what it nearly does. */
export const duration = fc
  .tuple(fc.constantFrom('', '', '', '+', '-', '--'), fc.array(part, { maxLength: 3 }))
  .map(([sign, parts]) => sign + parts.join(''))
