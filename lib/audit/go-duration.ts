const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // The micro sign and the Greek letter mu.
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

/** Nanoseconds of the longest duration, and one more: a negative one may have these. */
const LIMIT = 2n ** 63n

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y

/**
 * Whether Go reads a text as a duration: `1h30m`, `-1.5s`, `0`. One of more than 292 years overflows.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function isGoDuration(text: string): boolean {
  const [, sign = '', unsigned = ''] = /^([-+]?)(.*)$/s.exec(text) ?? []
  if (unsigned === '0') return true
  if (unsigned === '') return false
  let sum = 0n
  PART.lastIndex = 0
  while (PART.lastIndex < unsigned.length) {
    const [, whole = '', fraction = '', unit = ''] = PART.exec(unsigned) ?? []
    if (whole === '' && fraction === '') return false
    const part = nanoseconds(whole, fraction, UNITS[unit] ?? 0n)
    // Go adds 64 bits, so that 2^63 and 2^63 make 0.
    sum = BigInt.asUintN(64, sum + part)
    if (part > LIMIT || sum > LIMIT) return false
  }
  return sign === '-' || sum < LIMIT
}

function nanoseconds(whole: string, fraction: string, unit: bigint): bigint {
  const [digits, scale] = significant(fraction)
  // In floating point, as Go does it.
  return BigInt(whole) * unit + BigInt(Math.trunc(digits * (Number(unit) / scale)))
}

/** A fraction as a number and what to divide it by. Go leaves out digits that an int64 does not hold. */
function significant(fraction: string): [digits: number, scale: number] {
  let digits = 0n
  let scale = 1
  for (const digit of fraction) {
    const longer = digits * 10n + BigInt(digit)
    if (longer > LIMIT) break
    digits = longer
    scale *= 10
  }
  return [Number(digits), scale]
}
