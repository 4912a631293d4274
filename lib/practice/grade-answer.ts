import { parse } from 'yaml'
import type { Mark } from './exercise.js'

/** Why an answer to a search does not earn a mark. It does not say what is right. */
export function answerReasons({ answer }: Mark, text: string): string[] {
  if (answer === undefined) return []
  let given: unknown
  try {
    given = parse(text)
  } catch (error) {
    return [`answer.yaml cannot be read: ${error instanceof Error ? error.message : String(error)}`]
  }
  const value: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, answer.field) : undefined
  if (value === undefined || value === null || value === '') return [`\`${answer.field}\` is not answered`]
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  return shown.trim() === answer.value ? [] : [`\`${answer.field}\` is not ${shown}`]
}
