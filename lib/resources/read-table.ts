import type { ServedResource } from './resource.js'

/** The table of `kubectl api-resources`, with the columns of `-o wide` or without. */
export function readTable(text: string): ServedResource[] {
  const [head = '', ...rows] = text.trimEnd().split('\n')
  const starts = [...head.matchAll(/\S+/g)].map((match) => ({ title: match[0], at: match.index }))
  return rows.map((row) => {
    const cell = (title: string): string => {
      const index = starts.findIndex((one) => one.title === title)
      return index === -1 ? '' : row.slice(starts[index]?.at, starts[index + 1]?.at).trim()
    }
    const apiVersion = cell('APIVERSION')
    const kind = cell('KIND')
    return {
      group: apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '',
      resource: cell('NAME'),
      singular: kind.toLowerCase(),
      kind,
      shortNames: wordsOf(cell('SHORTNAMES')),
      namespaced: cell('NAMESPACED') === 'true',
      verbs: wordsOf(cell('VERBS')),
      subresources: null,
    }
  })
}

/** `get,list`; older kubectls print `[get list]`. */
function wordsOf(cell: string): string[] {
  return cell.split(/[\s,[\]]+/).filter((word) => word !== '')
}
