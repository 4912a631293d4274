import type { ResourcePattern } from './requirement.js'

const PATTERN =
  /^(?<resource>\*|[a-z0-9][a-z0-9-]*)(?:\/(?<subresource>[a-z0-9][a-z0-9-]*))?(?:\.(?<apiGroup>[a-z0-9.-]+))?$/

/**
 * Reads `resource[/subresource][.group]`. A name without a group is of the core group and without its subresources, as in a
 * policy rule. `*` is every resource, of every group unless one is named; `*` alone includes the subresources.
 */
export function parseResourcePattern(
  text: string,
): { readonly pattern: ResourcePattern } | { readonly mistake: string } {
  const { resource, subresource, apiGroup } = PATTERN.exec(text)?.groups ?? {}
  if (resource === undefined) return { mistake: mistakeOf(text) }
  if (resource === '*')
    return { pattern: { resource: null, subresource: subresource ?? null, apiGroup: apiGroup ?? null } }
  return { pattern: { resource, subresource: subresource ?? '', apiGroup: apiGroup ?? '' } }
}

function mistakeOf(text: string): string {
  if (/^[a-z0-9-]+\/\*/.test(text))
    return `\`${text}\` means other things to different readers; name the subresources, such as \`pods/exec\``
  const [, group = '', version = '', resource = ''] = /^([a-z0-9.-]+)\/(v\d+\w*)\/([a-z0-9-]+)$/.exec(text) ?? []
  if (version !== '') return `\`${text}\` names a version; write \`${resource}.${group}\``
  return `\`${text}\` is no resource; write its plural in lower case: resource[/subresource][.group], or \`*\``
}
