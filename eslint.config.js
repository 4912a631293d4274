import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const noDefaultExports = {
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
}

const readonly = (...names) => Object.fromEntries(names.map((name) => [name, 'readonly']))

const config = tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'test/oracle/', 'reports/', '.stryker-tmp/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...noDefaultExports,
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'max-lines': ['error', 300],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/cli/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only lib/cli exits.' },
        { object: 'process', property: 'stdout', message: 'Only lib/cli prints.' },
        { object: 'process', property: 'stderr', message: 'Only lib/cli prints.' },
        { object: 'process', property: 'argv', message: 'Only lib/cli reads arguments.' },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: readonly('process', 'module', 'console', 'performance', 'URL', 'AbortController') },
  },
  {
    // Scripts for zx, which brings these. @see https://google.github.io/zx/api
    files: ['kind/**/*.mjs', 'bench/**/*.mjs'],
    languageOptions: {
      globals: readonly('$', 'argv', 'echo', 'fs', 'glob', 'path', 'sleep', 'tmpfile', '__dirname', '__filename'),
    },
  },
)

export default config
