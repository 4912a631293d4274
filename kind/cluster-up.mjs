#!/usr/bin/env zx
// A cluster to explore: `audit-lab cluster up`, kept, with the CRDs of the scenarios in it. Every option goes through:
//   npx zx kind/cluster-up.mjs --name lab -p policies/metadata-all.yaml
const lab = path.join(__dirname, '..', 'bin', 'audit-lab.js')
const options = process.argv.slice(process.argv.indexOf(__filename) + 1)

const made = JSON.parse(await $({ stdio: ['ignore', 'pipe', 'inherit'] })`node ${lab} cluster up ${options} -o json`)
await $`kubectl --kubeconfig ${made.kubeconfig} apply -f ${path.join(__dirname, 'crds')}`
echo`
export KUBECONFIG=${made.kubeconfig}
docker exec ${made.node} tail -f ${made.log}                  # its audit log
npx audit-lab run --engine kind --cluster ${made.name}        # scenarios × policies on it
npx audit-lab cluster down --name ${made.name}`
