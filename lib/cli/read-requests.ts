import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { InputError } from '../errors.js'

/** The flags that make one request; their names are those of the short form. */
export interface RequestFlags {
  readonly requests?: string
  readonly user?: string
  readonly group: readonly string[]
  readonly verb?: string
  readonly namespace?: string
  readonly apiGroup?: string
  readonly resource?: string
  readonly subresource?: string
  readonly name?: string
  readonly path?: string
}

/** Requests as lines of JSON: the one that the flags make, those of a file, or those of standard input. */
export async function* readRequests(flags: RequestFlags): AsyncGenerator<string> {
  const { requests, user, group, verb, namespace, apiGroup, resource, subresource, name, path } = flags
  const groups = group.length === 0 ? undefined : group
  const given = { user, groups, verb, namespace, apiGroup, resource, subresource, name, path }
  if (Object.values(given).some((value) => value !== undefined)) {
    if (requests !== undefined) throw new InputError('--requests and the flags of one request exclude each other')
    yield JSON.stringify(given)
    return
  }
  const file = requests ?? '-'
  if (file === '-' && process.stdin.isTTY) {
    throw new InputError('no request', {
      hint: 'Give one with --verb and --resource, a file with --requests, or lines on standard input.',
    })
  }
  try {
    yield* linesOf(file === '-' ? process.stdin : createReadStream(file))
  } catch (error) {
    throw new InputError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A line ends at a newline and nowhere else: node:readline breaks at U+2028 too, which a JSON string may hold. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
