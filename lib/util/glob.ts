/** Patterns of paths: `*` is anything within a name, `**` any number of folders. A path is matched as a whole. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|[^*]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    return part.replace(/[\\^$.|?+()[\]{}]/, '\\$&')
  })
  return new RegExp(`^${source}$`)
}

/** The folder that a pattern can be looked for in: all before the first `*`. */
export function globBase(glob: string): string {
  const fixed = glob.split('*', 1)[0] ?? ''
  return fixed.slice(0, fixed.lastIndexOf('/') + 1)
}

export function isGlob(text: string): boolean {
  return text.includes('*')
}
