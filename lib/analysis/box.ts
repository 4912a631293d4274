import type { Assumptions } from '../requirement/requirement.js'
import { PATH_VERBS, RESOURCE_VERBS } from '../requirement/verbs.js'
import type { Condition } from './condition.js'
import { pathIn, type PathSet } from './paths.js'
import { ANY, complement, intersect, isEmpty, these, type Values } from './values.js'
import { userIn, type UserSet } from './users.js'

/** A set of requests: one set for each attribute, independent of the others. */
export interface Box {
  /** Null: nobody was authenticated. */
  readonly who: UserSet | null
  readonly verbs: Values
  readonly target: ResourceSet | PathSet
}

export interface ResourceSet {
  readonly apiGroups: Values
  readonly resources: Values
  readonly subresources: Values
  readonly namespaces: Values
  readonly names: Values
}

const SOMEBODY: UserSet = { names: ANY, anyOf: [], none: new Set() }
const RESOURCES: ResourceSet = { apiGroups: ANY, resources: ANY, subresources: ANY, namespaces: ANY, names: ANY }
const PATHS: PathSet = { anyOf: [], none: [] }

/** Boxes that together hold every request: of users, or of nobody. */
export function everyRequest(authenticated: boolean): Box[] {
  const who = authenticated ? SOMEBODY : null
  return [
    { who, verbs: these(RESOURCE_VERBS), target: RESOURCES },
    { who, verbs: these(PATH_VERBS), target: PATHS },
  ]
}

/** Cuts a box along one attribute: what a condition asks for is inside, the rest outside; null where nothing is left. */
interface Cut {
  readonly inside: Box | null
  readonly outside: Box | null
}

/** The part of a box that meets a condition; null when there is none. */
export function narrow(box: Box, condition: Condition, assume: Assumptions): Box | null {
  let inside = box
  for (const cut of CUTS) {
    const halves = cut(inside, condition, assume)
    if (halves === null) continue
    if (halves.inside === null) return null
    inside = halves.inside
  }
  return inside
}

/** The part of a box that does not meet a condition, as boxes without a common request; null when that is the whole box. */
export function subtract(box: Box, condition: Condition, assume: Assumptions): Box[] | null {
  const pieces: Box[] = []
  let rest = box
  for (const cut of CUTS) {
    const halves = cut(rest, condition, assume)
    if (halves === null) continue
    if (halves.inside === null) return null
    if (halves.outside !== null) pieces.push(halves.outside)
    rest = halves.inside
  }
  return pieces
}

/** Null where the condition asks for nothing. */
type Cutter = (box: Box, condition: Condition, assume: Assumptions) => Cut | null

const CUTS: readonly Cutter[] = [
  (box, { kind }) => (kind === undefined ? null : whole(box, kind === ('anyOf' in box.target ? 'path' : 'resource'))),
  (box, { authenticated }) => (authenticated === undefined ? null : whole(box, authenticated === (box.who !== null))),
  (box, { verbs }) => (verbs === undefined ? null : halves(box.verbs, verbs, (values) => ({ ...box, verbs: values }))),
  ...(['apiGroups', 'resources', 'subresources', 'namespaces', 'names'] as const).map(
    (field): Cutter =>
      (box, { [field]: wanted }) => {
        const { target } = box
        if (wanted === undefined || 'anyOf' in target) return null
        return halves(target[field], wanted, (values) => ({ ...box, target: { ...target, [field]: values } }))
      },
  ),
  (box, { paths }) => {
    const { target } = box
    if (paths === undefined || !('anyOf' in target)) return null
    const cut = (set: PathSet): Box | null => (pathIn(set) === null ? null : { ...box, target: set })
    return {
      inside: cut({ ...target, anyOf: [...target.anyOf, paths] }),
      outside: cut({ ...target, none: [...target.none, ...paths] }),
    }
  },
  (box, { users }, assume) => {
    const { who } = box
    if (users === undefined || who === null) return null
    return {
      inside: withUsers(box, { ...who, names: intersect(who.names, users) }, assume),
      outside: withUsers(box, { ...who, names: intersect(who.names, complement(users)) }, assume),
    }
  },
  (box, { userGroups }, assume) => {
    const { who } = box
    if (userGroups === undefined || who === null) return null
    return {
      inside: withUsers(box, { ...who, anyOf: [...who.anyOf, userGroups] }, assume),
      outside: withUsers(box, { ...who, none: new Set([...who.none, ...userGroups]) }, assume),
    }
  },
]

function whole(box: Box, isInside: boolean): Cut {
  return isInside ? { inside: box, outside: null } : { inside: null, outside: box }
}

function halves(had: Values, wanted: Values, make: (values: Values) => Box): Cut {
  const [inside, outside] = [intersect(had, wanted), intersect(had, complement(wanted))]
  return { inside: isEmpty(inside) ? null : make(inside), outside: isEmpty(outside) ? null : make(outside) }
}

function withUsers(box: Box, who: UserSet, assume: Assumptions): Box | null {
  return userIn(who, assume) === null ? null : { ...box, who }
}
