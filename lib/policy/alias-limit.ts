/**
 * Whether so many of a document's decoded values were reached through aliases that the server gives up: aliases of aliases
 * grow a short file without bound. The share that it allows slides from 99 % for small documents to 10 % for large ones.
 * @see https://github.com/yaml/go-yaml/blob/v2.4.2/decode.go, allowedAliasRatio
 */
export function isExcessivelyAliased(decoded: number, aliased: number): boolean {
  const size = Math.min(1, Math.max(0, (decoded - 400_000) / 3_600_000))
  return decoded > 1000 && aliased / decoded > 0.99 - 0.89 * size
}
