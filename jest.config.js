const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
}

/** Two projects: `unit` needs only Node; `live` needs Docker, kind and kubectl, and runs in band on one cluster. */
const config = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/live/'],
      setupFilesAfterEnv: ['<rootDir>/test/timeout.ts'],
    },
    {
      ...common,
      displayName: 'live',
      testMatch: ['<rootDir>/test/live/**/*.test.ts'],
      globalSetup: '<rootDir>/test/live/setup.ts',
      globalTeardown: '<rootDir>/test/live/teardown.ts',
    },
  ],
}

export default config
