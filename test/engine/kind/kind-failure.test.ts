import { readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { kindFailure } from '../../../lib/engine/kind/kind-failure.js'
import { saysPortTaken } from '../../../lib/util/fresh-ports.js'

/** What `kind create cluster` (0.33) printed. */
async function printed(name: string): Promise<string> {
  return readFile(`test/engine/kind/fixtures/kind-create/${name}.txt`, 'utf8')
}

describe('when kind create cluster fails', () => {
  test('the error that it names is shown, without its steps', async () => {
    const { message } = kindFailure('lab', 1, await printed('no-image'))
    expect(message).toContain('exit status 1\nERROR: failed to create cluster: failed to pull image')
    expect(message).not.toContain('Ensuring node image (kindest/node:v1.37.0) 🖼️  ...')
  })

  test("Docker's words stand in it, so that a port that was taken is known", async () => {
    const { message, hint } = kindFailure('lab', 1, await printed('port-taken'))
    expect(message).toContain('Bind for 127.0.0.1:45447 failed: port is already allocated')
    expect(saysPortTaken(message)).toBe(true)
    expect(hint).toBe('Another process has taken a port in the meantime: try again.')
  })

  test('a stack trace is left out', () => {
    const trace =
      'ERROR: failed to create cluster: no\nStack Trace: \nsigs.k8s.io/kind/pkg/errors.New\n\tsigs.k8s.io/kind/errors.go:28\n'
    expect(kindFailure('lab', 1, trace).message).toBe(
      'kind create cluster --name lab: exit status 1\nERROR: failed to create cluster: no',
    )
  })

  test('the error stays in sight before a long boot log', () => {
    const log = Array.from({ length: 40 }, (_, index) => `[FAILED] Failed to start unit ${index}.`).join('\n')
    const { message } = kindFailure('lab', 1, `ERROR: could not find a log line\n${log}`)
    expect(message.split('\n')[1]).toBe('ERROR: could not find a log line')
    expect(message.split('\n').at(-1)).toBe('[FAILED] Failed to start unit 39.')
    expect(message.split('\n')).toHaveLength(14)
  })
})
