#!/usr/bin/env zx
// Runs every bench there is, or those that are named: npx zx bench/bench.mjs [cluster evaluate …]
const all = (await glob('*.mjs', { cwd: __dirname })).map((file) => path.basename(file, '.mjs')).sort()
const names = argv._.length > 0 ? argv._.map(String) : all.filter((name) => name !== 'bench')
for (const name of names) {
  if (!all.includes(name)) throw new Error(`there is no bench ${name}; there are: ${all.join(', ')}`)
  echo`\n=== ${name}`
  await $({ stdio: 'inherit' })`npx zx ${path.join(__dirname, `${name}.mjs`)}`
}
