import { groupBy } from '../../util/group.js'
import { serverCheck } from '../manifest-check.js'

export const duplicateFlag = serverCheck({
  id: 'duplicate-flag',
  severity: 'error',
  happens: 'The server takes the last one, without a word.',
  check: ({ flags }) =>
    [
      ...groupBy(
        flags.filter(({ name }) => name.startsWith('audit-')),
        ({ name }) => name,
      ).values(),
    ].flatMap(([first, ...more]) =>
      more.map(({ name, at, value }) => ({
        at,
        message: `\`--${name}\` stands here a second time, and \`${first.value}\` is dropped for \`${value}\`: keep one`,
      })),
    ),
})
