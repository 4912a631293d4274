import { isBooleanFlag } from './audit-flags.js'
import type { Flag } from './server.js'
import { placeOf, shapeOf, textOf, type Branch } from './yaml-tree.js'

/** Arguments as the server's flag library reads them: `--name=value`, `--name value`, `--name`. */
export function argumentsOf(items: readonly Branch[]): Flag[] {
  const flags: Flag[] = []
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at]
    const flag = item === undefined ? null : flagOf(item)
    if (flag === null) continue
    const next = items[at + 1]
    const value = next === undefined || shapeOf(next) !== 'scalar' ? undefined : textOf(next)
    const isAlone = flag.value === '' && flag.valueAt === flag.at
    if (isAlone && next !== undefined && value !== undefined && !value.startsWith('-') && !isBooleanFlag(flag.name)) {
      flags.push({ ...flag, value, valueAt: placeOf(next) })
      at += 1
    } else flags.push(isAlone && isBooleanFlag(flag.name) ? { ...flag, value: 'true' } : flag)
  }
  return flags
}

function flagOf(item: Branch): Flag | null {
  const text = textOf(item)
  const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(text ?? '') ?? []
  if (text === undefined || name === undefined) return null
  const at = placeOf(item)
  return { name, value: value ?? '', at, valueAt: value === undefined ? at : valuePlace(item, value) }
}

/** Where the value stands, when it stands there as it is read. */
function valuePlace(item: Branch, value: string): { start: number; end: number } {
  const at = placeOf(item)
  const quote = item.node !== undefined && 'type' in item.node && item.node.type.startsWith('QUOTE') ? 1 : 0
  const end = at.end - quote
  return end - value.length > at.start ? { start: end - value.length, end } : at
}
