import jest from './jest.config.js'

const [unit] = jest.projects

/**
 * What runs against each mutant: the tests that mirror the mutated folders. The comparison with upstream's evaluator stays
 * out, since it would take minutes for each one.
 */
const config = {
  ...unit,
  roots: ['<rootDir>/lib', '<rootDir>/test'],
  testMatch: [
    '<rootDir>/test/{policy,audit}/**/*.test.ts',
    // Pages that are made from data of these folders.
    '<rootDir>/test/docs/{capture-limits,version-differences}.test.ts',
  ],
  testPathIgnorePatterns: ['/oracle.test.ts$'],
}

export default config
