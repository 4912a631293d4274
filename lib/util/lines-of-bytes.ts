const NEWLINE = 10

/** The lines of a stream of bytes, each with its newline, which a torn last one lacks. A line may hold megabytes. */
export async function* linesOfBytes(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  let begun: Buffer[] = []
  for await (const piece of stream) {
    const chunk = piece as Buffer
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, at + 1)]).toString()
      begun = []
      from = at + 1
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString()
}

/** How many newlines there are. */
export async function countLinesOfBytes(stream: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const piece of stream) {
    const chunk = piece as Buffer
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count += 1
  }
  return count
}
