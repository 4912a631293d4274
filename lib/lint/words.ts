/** As a message shows what a file says. */
export function code(text: string): string {
  return `\`${text === '' ? '""' : text}\``
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[], joint = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`
}

/** `the core group`, `the group apps`. */
export function groupWords(group: string): string {
  return group === '' ? 'the core group' : `the group ${code(group)}`
}

/** `rule 2`, `rules 2 and 3`, of numbers that count from 0. */
export function ruleWords(rules: readonly number[]): string {
  return `${rules.length === 1 ? 'rule' : 'rules'} ${listOf(rules.map((rule) => String(rule + 1)))}`
}
