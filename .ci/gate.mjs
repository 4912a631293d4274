// Everything that must hold, each check by itself, so that one that fails hides no other. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

const requireLive = process.env.AUDIT_LAB_REQUIRE_LIVE === '1'
const results = mkdtempSync(join(tmpdir(), 'gate-'))
const environment = { ...process.env, PATH: resolve('node_modules/.bin') + delimiter + process.env.PATH }
const total = { passed: 0, failed: 0 }
const times = []

/** Runs a command with its output as it comes; tells whether it held. */
function step(name, command) {
  console.log(`\n=== ${name}: ${command}`)
  const start = performance.now()
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: environment })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  times.push(`${seconds.padStart(7)} s  ${name}${status === 0 ? '' : '  FAILED'}`)
  return status === 0
}

function count(passed, failed) {
  total.passed += passed
  total.failed += failed
}

function fault(message) {
  console.log(`gate: ${message}`)
  count(0, 1)
}

/** Jest's own counts of a project. Tests that it never got to, because their file cannot be loaded, count as one. */
function countTests(project, commandHeld) {
  const report = readReport(project)
  const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites, numPendingTests: skipped } = report
  const failed = numFailedTests + numRuntimeErrorTestSuites
  count(passed, failed)
  if (skipped > 0) console.log(`gate: ${skipped} ${project} tests were skipped`)
  if (skipped > 0 && (project !== 'live' || requireLive)) fault(`no ${project} test may be skipped here`)
  if (passed + failed + skipped === 0) fault(`no ${project} test ran`)
  // Such as a teardown that left something behind, or a coverage threshold.
  else if (!commandHeld && failed === 0) fault(`the command of the ${project} tests failed, though no test did`)
}

function readReport(project) {
  try {
    return JSON.parse(readFileSync(join(results, `${project}.json`), 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0 }
  }
}

if (!step('install', 'make node_modules/.package-lock.json')) fault('npm ci failed')
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
for (const command of [...scripts.lint.split(' && '), scripts.typecheck]) {
  const held = step(command.split(' ')[0], command)
  count(held ? 1 : 0, held ? 0 : 1)
}
// The two halves of `make test`, so that each has a time and a verdict of its own.
for (const project of ['unit', 'live']) {
  const held = step(
    `${project} tests`,
    `make test-${project} TEST_FLAGS='--json --outputFile=${join(results, project)}.json'`,
  )
  countTests(project, held)
}
rmSync(results, { recursive: true, force: true })

console.log(`\n${times.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
