import jest from './jest.config.js'

const [unit] = jest.projects

/**
 * What runs against each mutant: the tests that mirror the mutated folders. The comparison with upstream's evaluator stays
 * out, since it would take minutes for each one.
 */
const config = {
  ...unit,
  roots: ['<rootDir>/lib/policy', '<rootDir>/lib/audit', '<rootDir>/test/policy', '<rootDir>/test/audit'],
  testPathIgnorePatterns: ['/oracle.test.ts$'],
}

export default config
