import { describe, expect, test } from '@jest/globals'
import { relativePath, relativePaths } from '../../lib/util/path.js'

test.each([
  ['below the root', '/repo/policies/gke.yaml', '/repo', 'policies/gke.yaml'],
  ['with a line', '/repo/policies/gke.yaml:7', '/repo', 'policies/gke.yaml:7'],
  ['below a root that ends in a slash', '/repo/gke.yaml', '/repo/', 'gke.yaml'],
  ['in a folder whose name begins alike', '/repository/gke.yaml', '/repo', '/repository/gke.yaml'],
  ['relative already', './policies/gke.yaml', '/repo', 'policies/gke.yaml'],
  ['without a root', '/repo/gke.yaml', null, '/repo/gke.yaml'],
])('relativePath of a file %s', (_, path, root, expected) => {
  expect(relativePath(path, root)).toBe(expected)
})

describe('relativePaths', () => {
  test('shortens every path of a sentence, on every line', () => {
    const sentence = 'Measured None, but /repo/gke.cells.yaml:5 pins Request.\n/repo/gke.yaml is elsewhere.'
    expect(relativePaths(sentence, '/repo')).toBe(
      'Measured None, but gke.cells.yaml:5 pins Request.\ngke.yaml is elsewhere.',
    )
  })

  test('takes no URL path for a file, though the root is that of the file system', () => {
    expect(relativePaths('get /healthz is not logged', '/')).toBe('get /healthz is not logged')
  })
})
