/** A path, or a `path:line`, as seen from the folder `root` when it lies below it; unchanged otherwise or without a root. */
export function relativePath(path: string, root: string | null): string {
  if (root === null) return path
  const folder = root.endsWith('/') ? root : `${root}/`
  if (path.startsWith(folder)) return path.slice(folder.length)
  return path.startsWith('./') ? path.slice(2) : path
}
