const MEBIBYTE = 2 ** 20
/** A kube-apiserver with the shipped scenarios at work. */
const SERVER_BYTES = 300 * MEBIBYTE
/** Left for kubectl, etcd and the lab itself. */
const RESERVED_BYTES = 512 * MEBIBYTE

/** How many more kube-apiservers fit into this much memory beside the main one; at least one is tried. */
export function availableLanes(bytes: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor((bytes - RESERVED_BYTES - SERVER_BYTES) / SERVER_BYTES)))
}
