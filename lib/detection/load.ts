import { selectorMistakes, selectorOf } from '../requirement/load.js'
import { parseFile } from '../scenario/parse-file.js'
import type { Mistake } from '../scenario/yaml-document.js'
import type { Detection } from './detection.js'
import { detectionsFileSchema, type DetectionText } from './schema.js'

/** Loads a file of detections. Throws an InputError with every problem. */
export function loadDetections(text: string, file: string): Detection[] {
  const { value, refuse } = parseFile(detectionsFileSchema, text, file)
  refuse(value.detections.flatMap((one, index) => mistakesOf(one, ['detections', index])))
  return value.detections.map(({ name, of, stages, fields }) => ({
    ...{ tool: value.tool, name, of: selectorOf(of), stages, fields },
  }))
}

function mistakesOf({ of, fields }: DetectionText, path: Mistake['path']): Mistake[] {
  const others = fields.flatMap((field, index): Mistake[] =>
    /^(requestObject|responseObject)(\.|$)/.test(field)
      ? []
      : [{ path: [...path, 'fields', index], message: `\`${field}\` is in no body; every Event has the other fields` }],
  )
  return [...selectorMistakes(of, [...path, 'of']), ...others]
}
