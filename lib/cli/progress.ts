import type { ListrLogLevels } from 'listr2'
import type { Progress } from '../engine/engine.js'

/** Does the work with its progress on standard error: one line that changes on a terminal, a line each elsewhere. */
export async function withProgress<Result>(
  title: string,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  if (process.env['AUDIT_LAB_QUIET'] !== undefined) return work(() => undefined)
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2')
  let result: { value: Result } | undefined
  const logger = new ListrLogger<ListrLogLevels>({ processOutput: new ProcessOutput(process.stderr, process.stderr) })
  const tasks = new Listr(
    [
      {
        title,
        task: async (_context, task) => {
          result = {
            value: await work((message) => {
              task.output = message
            }),
          }
        },
      },
    ],
    {
      renderer: process.stderr.isTTY ? 'default' : 'simple',
      fallbackRenderer: 'simple',
      // Ctrl-C is heeded by the command itself, which cleans up first.
      registerSignalListeners: false,
      rendererOptions: { logger },
      fallbackRendererOptions: { logger },
    },
  )
  await tasks.run()
  if (result === undefined) throw new Error(`${title}: ended without a result`)
  return result.value
}
