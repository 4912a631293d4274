/** A path, or a `path:line`, as seen from the folder `root` when it lies below it; unchanged otherwise or without a root. */
export function relativePath(path: string, root: string | null): string {
  if (root === null) return path
  const folder = root.endsWith('/') ? root : `${root}/`
  if (path.startsWith(folder)) return path.slice(folder.length)
  return path.startsWith('./') ? path.slice(2) : path
}

/** A sentence with each path in it as seen from `root`. */
export function relativePaths(sentence: string, root: string | null): string {
  // From the root of the file system every URL path would look like a file.
  return root === '/' ? sentence : sentence.replaceAll(/\S+/g, (word) => relativePath(word, root))
}
