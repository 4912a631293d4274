import { expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readScenarios } from '../../lib/scenario/read.js'

const scenario = (name: string): string =>
  `name: ${name}\nabout: b\nsteps: [{id: a, run: ls, expect: [{request: list pods}]}]\n`

it('reads scenarios, and reports the problems of all of them at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
  const write = (file: string, text: string): string => {
    writeFileSync(join(folder, file), text)
    return join(folder, file)
  }
  try {
    const one = write('1.yaml', scenario('one'))
    const two = write('2.yaml', scenario('two'))
    expect((await readScenarios([one, two])).map(({ name }) => name)).toEqual(['one', 'two'])
    const same = write('3.yaml', scenario('one'))
    const broken = write('4.yaml', `${scenario('four')}labls: {}\n`)
    await expect(readScenarios([one, same, broken, join(folder, '5.yaml')])).rejects.toMatchObject({
      problems: [
        { file: same, line: 1, column: 1, message: `${one} is already named \`one\`` },
        { file: broken, line: 4, column: 1, message: 'unknown key `labls`; did you mean `labels`?' },
        { file: join(folder, '5.yaml'), message: 'there is no such file' },
      ],
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
