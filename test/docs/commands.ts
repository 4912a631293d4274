import { allCommands, helpOf } from './program.js'

/** A call of the program as a page shows it. */
export interface Call {
  readonly command: string
  /** As written, values of options cut off: `--engine`, `-p`. */
  readonly options: readonly string[]
  readonly values: readonly string[]
}

/** The calls of audit-lab in a line of shell; other commands are left out. */
export function callsIn(line: string): Call[] {
  return line
    .replace(/\s#\s.*$/, '')
    .split(/\||&&|;|\$\(/)
    .flatMap((part) => {
      const [, rest] =
        /^\s*(?:[A-Z_]+=\S*\s+)*(?:npx\s+)?(?:audit-lab|node bin\/audit-lab\.js)(?=\s|$)(.*)$/.exec(part) ?? []
      return rest === undefined ? [] : [callOf(words(rest))]
    })
}

function callOf(rest: readonly string[]): Call {
  const commands = allCommands()
  const two = rest.slice(0, 2).join(' ')
  const one = rest[0] ?? ''
  const command = commands.includes(two) ? two : one.startsWith('-') ? '' : one
  const values = rest.slice(command === '' ? 0 : command.split(' ').length)
  const options = values.flatMap((word) => /^(--[a-z-]+|-[a-zA-Z])(?==|$)/.exec(word)?.[1] ?? [])
  return { command, options, values }
}

/** Whether a call starts or asks for a cluster, so that it cannot be tried here. */
export function needsCluster({ command, values }: Call): boolean {
  if (command.startsWith('cluster') || command === 'record') return true
  return command === 'run' && values.some((word) => /^(kind|--engine=kind|--cross-check)$/.test(word))
}

/** What is wrong with a call, as sentences. */
export function mistakesIn({ command, options }: Call): string[] {
  if (command !== '' && !allCommands().includes(command)) return [`there is no command "${command}"`]
  const { options: known } = helpOf(command)
  return options.filter((option) => !known.has(option)).map((option) => `${command} has no option ${option}`)
}

/** Splits as a shell does, quotes taken off. */
function words(text: string): string[] {
  return [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replaceAll(/['"]/g, ''))
}
