/** A file's name, taken apart as what rotated it has put it together. */
export interface RotatedName {
  /** The same for all files of one log: `audit.log`. */
  readonly log: string
  /** Sorts the files of one log from the oldest on; the one that is being written comes last. */
  readonly order: readonly [kind: number, value: string]
}

const COMPRESSED = /\.(?:gz|zst|zstd)$/
/** `audit-2026-02-03T10-11-12.345.log`. @see https://github.com/natefinch/lumberjack/blob/v2.2.1/lumberjack.go, backupName */
const LUMBERJACK = /^(.*)-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3})(\.[^.]*)?$/
/** `audit.log.3` of logrotate: the higher the older. */
const NUMBERED = /^(.*?)\.(\d{1,6})$/
/** `audit.log-20260203` of logrotate with dateext, `-1770113472` where it has seconds, and `audit.log.20260203`. */
const DATED = /^(.*?)[-.](\d{8,14})$/

/** Reads what kube-apiserver (lumberjack) and logrotate make of a log's name; any other name is a log of its own. */
export function rotatedName(name: string): RotatedName {
  const plain = name.replace(COMPRESSED, '')
  const [, base, time, extension = ''] = LUMBERJACK.exec(plain) ?? []
  if (base !== undefined && time !== undefined) return { log: `${base}${extension}`, order: [0, time] }
  const [, numbered, number] = NUMBERED.exec(plain) ?? []
  if (numbered !== undefined && number !== undefined) {
    return { log: numbered, order: [0, String(9_999_999 - Number(number)).padStart(7, '0')] }
  }
  const [, dated, date] = DATED.exec(plain) ?? []
  if (dated !== undefined && date !== undefined) return { log: dated, order: [0, date] }
  return { log: plain, order: [1, ''] }
}
