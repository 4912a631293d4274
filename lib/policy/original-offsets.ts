/** Where a place of a text stood before some of its lines were indented further; the lines are the same. */
export function originalOffsets(adapted: string, original: string): (offset: number) => number {
  // Stryker disable next-line ConditionalExpression: the rest says the same, only slower
  if (adapted === original) return (offset) => offset
  const before = original.split(/[\n\u0085\u2028\u2029]/).map((line) => line.length)
  let end = 0
  const lines = adapted.split('\n').map((line, index) => {
    const start = end
    end += line.length + 1
    return { start, added: line.length - Number(before[index]) }
  })
  // Stryker disable next-line EqualityOperator: nothing starts or ends where indentation was put in
  return (offset) => lines.reduce((at, { start, added }) => (start <= offset ? at - added : at), offset)
}
