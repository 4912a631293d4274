/**
 * A function that works out its answer once for each object, and keeps it for as long as somebody holds the object. For
 * what is asked of the same object again and again, such as a recorded request under every policy.
 */
export function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.value
    const value = make(key)
    known.set(key, { value })
    return value
  }
}
