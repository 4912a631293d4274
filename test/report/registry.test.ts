import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../lib/errors.js'
import { loadReport, REPORT_FORMATS } from '../../lib/report/registry.js'
import { everything } from './fixtures/everything.js'

describe('loadReport', () => {
  test.each(REPORT_FORMATS)('loads the format %s', async (format) => {
    const report = await loadReport(format)
    expect(report(everything, { color: false, width: null, root: null })).toContain('cks-configmaps')
  })

  test('refuses an unknown format and lists the known ones', async () => {
    const refused = loadReport('html')
    await expect(refused).rejects.toThrow(InputError)
    await expect(refused).rejects.toThrow(
      'unknown report format "html", expected one of: text, json, junit, markdown, github',
    )
  })
})
