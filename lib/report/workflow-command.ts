/** A mark that GitHub puts beside a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly file: string
  readonly line: number
  readonly column?: number
  readonly endLine?: number
  readonly endColumn?: number
  readonly title: string
  readonly message: string
}

/** @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function command({ level, message, file, line, column, endLine, endColumn, title }: Annotation): string {
  const places = Object.entries({ line, col: column, endLine, endColumn }).filter(([, value]) => value !== undefined)
  const place = places.map(([key, value]) => `${key}=${value}`).join(',')
  return `::${level} file=${property(file)},${place},title=${property(title)}::${data(message)}`
}

/** As @actions/core escapes a message. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** As @actions/core escapes a property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
