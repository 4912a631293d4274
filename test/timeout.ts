import { jest } from '@jest/globals'

// A guard against what never ends, not a measure: a machine may be busy with other things.
jest.setTimeout(60_000)
