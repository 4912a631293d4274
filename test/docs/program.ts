import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ROOT } from './pages.js'

export const PROGRAM = `${ROOT}/bin/audit-lab.js`

/** What the program's own help says of a command. */
export interface CommandHelp {
  readonly text: string
  readonly options: ReadonlySet<string>
  readonly commands: readonly string[]
}

const known = new Map<string, CommandHelp>()

/** The help of `run`, `cluster up`, or of the program itself for ''. */
export function helpOf(command: string): CommandHelp {
  const made = known.get(command) ?? ask(command)
  known.set(command, made)
  return made
}

function ask(command: string): CommandHelp {
  if (!existsSync(`${ROOT}/dist/cli/main.js`)) throw new Error('build first: npm run build')
  const words = command === '' ? [] : command.split(' ')
  const text = execFileSync(process.execPath, [PROGRAM, ...words, '--help'], { encoding: 'utf8' })
  const options = [...text.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].flatMap(([, short, long]) =>
    [short, long].filter((option) => option !== undefined),
  )
  const section = /^Commands:\n((?: .*\n)*)/m.exec(text)?.[1] ?? ''
  const commands = [...section.matchAll(/^ {2}(\w[\w-]*)/gm)].flatMap(([, name]) => name ?? [])
  return { text, options: new Set(options), commands: commands.filter((name) => name !== 'help') }
}

/** Every command of the program, the inner ones of `cluster` included. */
export function allCommands(command = ''): string[] {
  const inner = helpOf(command).commands.map((name) => `${command} ${name}`.trim())
  return [...(command === '' ? [] : [command]), ...inner.flatMap((name) => allCommands(name))]
}
