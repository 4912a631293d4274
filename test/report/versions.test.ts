import { expect, test } from '@jest/globals'
import { loadReport } from '../../lib/report/registry.js'
import type { RunResult } from '../../lib/run/result.js'
import { clean } from './fixtures/clean.js'

const differing: RunResult = {
  ...clean,
  kubernetes: 'v1.33.13, v1.34.4',
  versionDifferences: [
    {
      ...{ policy: 'gke', scenario: '', step: '', request: '' },
      versions: [
        { kubernetes: 'v1.33.13', loaded: 'strict', actual: null, stages: [] },
        { kubernetes: 'v1.34.4', loaded: 'refused', actual: null, stages: [] },
      ],
    },
    {
      ...{ policy: 'gke', scenario: 'watches', step: 'watch', request: 'watch configmaps' },
      versions: [
        { kubernetes: 'v1.33.13', loaded: 'strict', actual: 'Metadata', stages: ['ResponseComplete'] },
        { kubernetes: 'v1.34.4', loaded: 'strict', actual: null, stages: [] },
      ],
    },
  ],
}

const WORDS = [
  'v1.33.13, v1.34.4: 2 differences in how policies load, in levels and in stages',
  'gke: v1.33.13 loads it strict; v1.34.4 loads it refused',
  'gke: watches › watch › watch configmaps: v1.33.13 Metadata (ResponseComplete); v1.34.4 no such cell',
]

test.each(['text', 'markdown'])('the %s report tells what differs between versions of Kubernetes', async (format) => {
  const report = (await loadReport(format))(differing, { color: false, width: null, root: null })
  expect(report).toContain('Between versions of Kubernetes')
  for (const words of WORDS) expect(report).toContain(words)
})

test.each(['text', 'markdown'])('the %s report says that nothing differs', async (format) => {
  const none = { ...differing, versionDifferences: [] }
  const report = (await loadReport(format))(none, { color: false, width: null, root: null })
  expect(report).toContain('v1.33.13, v1.34.4: no difference in how policies load, in levels and in stages')
})

test.each(['text', 'markdown'])('the %s report says nothing of versions for a run on one', async (format) => {
  expect((await loadReport(format))(clean, { color: false, width: null, root: null })).not.toContain('Between versions')
})
