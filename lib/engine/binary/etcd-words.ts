/** Why etcd ended, in its own words: its errors without their stacks. The end of the log when it names none. */
export function etcdWords(log: string): string {
  const said = log.split('\n').flatMap((line) => {
    if (!/^\{"level":"(error|panic|fatal)"/.test(line)) return []
    try {
      const { msg, error } = JSON.parse(line) as { msg?: string; error?: string }
      return [[msg, error].filter((part) => part !== undefined).join(': ')]
    } catch {
      // Torn: the disk may be full.
      return []
    }
  })
  return said.length > 0 ? said.slice(-3).join('\n') : log.slice(-2000)
}
