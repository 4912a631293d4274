/**
 * Whether a user is the one that a claim's `by` names. A `*` at the end stands for any rest: the name of a node's user
 * holds the node's name, and that the cluster's.
 */
export function isBy(by: string, user: string): boolean {
  return by.endsWith('*') ? user.startsWith(by.slice(0, -1)) : user === by
}
