#!/usr/bin/env zx
// Removes every cluster of the lab's that no run uses; kept ones too. Says which ones are left, and why.
const lab = path.join(__dirname, '..', 'bin', 'audit-lab.js')

await $({ stdio: 'inherit' })`node ${lab} cluster down --all`
const { clusters } = JSON.parse(await $`node ${lab} cluster status -o json`)
for (const { name, state, detail } of clusters) echo`left: ${name} ${state} ${detail ?? ''}`
