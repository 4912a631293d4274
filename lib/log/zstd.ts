import { Decompress } from 'fzstd'

/** Pieces that the decompressor is given at a time, so that what comes out of one stays small. */
const PIECE = 64 * 1024

/** Decompresses zstd, several frames too. Node has it from 22.15 on only. Throws where the data is cut off or damaged. */
export async function* zstdOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let out: Buffer[] = []
  const stream = new Decompress((data) => {
    if (data.length > 0) out.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  })
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      stream.push(chunk.subarray(at, at + PIECE))
      yield* out
      out = []
    }
  }
  stream.push(new Uint8Array(0), true)
  yield* out
}
