import { z } from 'zod'
import { LEVELS, STAGES } from '../audit/level.js'

/** The scenario file, section by section. Every object is strict: a misspelt key is an error, never ignored. */

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case: lower-case letters, digits and single hyphens')

const levelSchema = z.enum(LEVELS)
const stageSchema = z.enum(STAGES)

const rbacRule = z.strictObject({
  apiGroups: z.array(z.string()).optional(),
  resources: z.array(z.string()).optional(),
  resourceNames: z.array(z.string()).optional(),
  nonResourceURLs: z.array(z.string()).optional(),
  verbs: z.array(z.string()).min(1),
})

const access = {
  clusterRole: z.string().optional().describe("An existing ClusterRole, bound in the scenario's namespaces"),
  rules: z.array(rbacRule).optional().describe("RBAC rules of its own, bound in the scenario's namespaces"),
  clusterWide: z.boolean().optional().describe('Bind for the whole cluster; implies alone'),
}

export const personaSchema = z.union([
  z.strictObject({
    user: z.string().min(1),
    groups: z.array(z.string()).optional(),
    certificate: z.literal('expired').optional().describe('Its client certificate has expired: answered 401'),
    ...access,
  }),
  z.strictObject({ serviceAccount: name, ...access }),
  z.strictObject({
    token: z.literal('garbage').describe('A bearer token that no authenticator accepts: answered 401'),
  }),
])

export const claimSchema = z.strictObject({
  request: z.string().describe('verb resource[/subresource][.group], or verb /path; a path may end in *'),
  by: z
    .string()
    .optional()
    .describe("A user other than the step's persona: a component of the cluster; may end in *. Cells are projected"),
  atLeast: levelSchema.optional().describe('The least that every policy must log of it, with its outcome'),
  atMost: levelSchema.optional().describe('The most that any policy may log of it'),
  count: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('How many requests of the step match; at least one without it'),
  stage: stageSchema.optional().describe('The stage whose Event `event` is held against; the final one without it'),
  event: z.record(z.string(), z.unknown()).optional().describe('A nested, partial Event: what is written must be so'),
  secret: z
    .array(z.string())
    .optional()
    .describe('Paths into the Event whose values must stay secret, such as responseObject.status.token'),
})

const stepBase = {
  id: name.describe('Unique in the scenario'),
  about: z.string().optional(),
  persona: z.string().default('admin').describe('Who makes the requests: one of `personas`, admin or anonymous'),
  timeout: z
    .string()
    .regex(/^\d+(ms|s|m)$/, 'a duration such as 500ms, 30s or 2m')
    .default('60s')
    .describe('After this time the step is stopped and counts as failed'),
  background: z
    .boolean()
    .default(false)
    .describe('Goes on while the next steps run; stopped after the step that `until` names'),
  until: name.optional().describe('The later step after which a background step is stopped'),
  ready: z
    .string()
    .optional()
    .describe('Arguments of a kubectl wait, run by the lab as admin outside the trace, before the step'),
  capture: z
    .record(
      z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'a name in camelCase: letters and digits, a lower-case letter first'),
      z.literal('stdout'),
    )
    .optional()
    .describe('Variables for later steps: name → stdout'),
  expect: z.array(claimSchema).default([]).describe('Claims: what every policy owes for the requests of this step'),
}

export const runStepSchema = z.strictObject({
  ...stepBase,
  run: z.string().min(1).describe('A shell command; kubectl talks to the lane as the persona'),
  stdin: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  exit: z.number().int().min(0).max(255).default(0).describe('The exit status that the command must have'),
  discovery: z.literal('cold').optional().describe('Start with an empty discovery cache'),
})

export const requestStepSchema = z.strictObject({
  ...stepBase,
  request: z.strictObject({
    method: z.string().regex(/^[A-Z]+$/, 'an HTTP method in capitals, such as GET'),
    path: z.string().startsWith('/', 'a path that begins with /'),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    body: z.string().default(''),
  }),
  status: z.number().int().min(100).max(599).optional().describe('The HTTP status that the answer must have'),
})

const stepSchema = z.union([runStepSchema, requestStepSchema])

const webhookSchema = z.strictObject({
  patch: z
    .array(
      z.strictObject({ op: z.enum(['add', 'replace', 'remove']), path: z.string(), value: z.unknown().optional() }),
    )
    .default([])
    .describe('A JSON patch of what is admitted; none without it'),
  auditAnnotations: z.record(z.string(), z.string()).default({}).describe('What it adds to the Event'),
})

export const scenarioSchema = z.strictObject({
  name,
  about: z.string().min(1).describe('What the scenario is for, in a sentence'),
  labels: z.record(z.string(), z.string()).default({}).describe('For choosing scenarios: -l key=value'),
  needs: z
    .array(z.enum(['pods', 'controllers', 'nodes', 'webhooks']))
    .default([])
    .describe('What it needs beyond an API server'),
  namespaces: z
    .array(name)
    .default([])
    .describe('Fixed namespaces, made once for each cluster and never deleted between runs; needs alone'),
  crds: z
    .array(z.string())
    .default([])
    .describe('Files of CustomResourceDefinitions, made once for each cluster; paths from this file'),
  alone: z.boolean().default(false).describe('No other lane runs anything at the same time'),
  personas: z
    .record(name, personaSchema)
    .default({})
    .describe('Identities with a real credential; admin and anonymous are always there'),
  setup: z.string().default('').describe('Manifests, applied by the lab as admin; no part of the matrix'),
  rejected: z
    .string()
    .default('')
    .describe(
      'A manifest that the admission policies and webhooks of `setup` reject: asked of every lane as a dry run',
    ),
  webhook: webhookSchema
    .optional()
    .describe('An admission webhook of the lab, for `setup` to name at ${webhook}; needs webhooks'),
  steps: z.array(stepSchema).min(1).describe('kubectl commands (run) and raw requests (request), in order'),
})

export type Webhook = z.infer<typeof webhookSchema>
export type Persona = z.infer<typeof personaSchema>
export type Claim = z.infer<typeof claimSchema>
export type RunStep = z.infer<typeof runStepSchema>
export type RequestStep = z.infer<typeof requestStepSchema>
export type Step = RunStep | RequestStep
export type ScenarioFile = z.infer<typeof scenarioSchema>

const leakPlace = z.enum(['requestObject', 'responseObject', 'requestURI', 'annotations', 'other'])

export const cellSchema = z.strictObject({
  level: levelSchema,
  stages: z.array(stageSchema).optional().describe('Where they are not the usual ones of such a request'),
  count: z.number().int().positive().optional().describe('Where requests of one description have several cells'),
  leaks: z.array(leakPlace).optional().describe('Where a canary is admitted; takes a why'),
  why: z.string().min(1).optional().describe('Why the cell may break a claim or leak: makes it a known weakness'),
})

/** One cell, or several where requests of one description differ. */
const cells = z.union([cellSchema, z.array(cellSchema).min(2)])

/** scenario → step → request → cell. `why` at the top stands for the whole policy. */
export const cellsFileSchema = z
  .object({ why: z.string().min(1).optional().describe('Stands for every cell of the policy') })
  .catchall(z.record(name, z.record(z.string(), cells)))

export type Cell = z.infer<typeof cellSchema>
export type LeakPlace = z.infer<typeof leakPlace>

export const suiteSchema = z.strictObject({
  policies: z
    .array(z.string())
    .default([])
    .describe('Policy files or patterns (* within a name, ** any folders), from this file; builtin:* for the catalog'),
  scenarios: z
    .array(z.string())
    .default([])
    .describe('Scenario files or patterns, from this file; builtin:* for the catalog'),
  requirements: z
    .array(z.string())
    .default([])
    .describe('Requirement files or patterns, from this file; builtin:* for the catalog'),
  budgets: z
    .record(
      z.string(),
      z.strictObject({ events: z.number().int().positive().optional(), bytes: z.number().int().positive().optional() }),
    )
    .default({})
    .describe('policy → the most that its log may hold after a run'),
  engine: z.string().optional().describe('What executes the scenarios; replay without it'),
  reports: z.array(z.string()).default([]).describe('format=path'),
})

export type SuiteFile = z.infer<typeof suiteSchema>
