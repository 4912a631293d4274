import { z } from 'zod'
import { STAGES } from '../audit/level.js'
import { selectorSchema } from '../requirement/schema.js'

/** A file of detections: which Events the rules of a tool look at. Strict, as all files are. */
export const detectionsFileSchema = z.strictObject({
  tool: z.string().min(1).describe('Whose rules they are, in a word'),
  source: z.url().describe('Where the rules stand'),
  detections: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('The name of the rule, as the tool writes it'),
        of: selectorSchema.describe('The requests whose Events it looks at'),
        stages: z.array(z.enum(STAGES)).default([]).describe('The stages it looks at; any without it'),
        fields: z
          .array(z.string().min(1))
          .default([])
          .describe('Fields of a body that its condition reads: requestObject.…, responseObject.…'),
      }),
    )
    .min(1),
})

export type DetectionText = z.infer<typeof detectionsFileSchema>['detections'][number]
