import { expect, test } from '@jest/globals'
import { manifestStream } from '../../../lib/engine/live/manifest-stream.js'

test('a stream of documents begins with a separator, so that no kubectl takes it for JSON alone', () => {
  expect(manifestStream(['{"kind":"Namespace"}', 'kind: Secret\n'])).toBe(
    '---\n{"kind":"Namespace"}\n---\nkind: Secret\n',
  )
})
