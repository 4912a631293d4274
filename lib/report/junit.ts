import picocolors from 'picocolors'
import library from 'junit-report-builder'
import type { Builder, TestCase, TestSuite } from 'junit-report-builder'
import type { PolicyResult, RequirementResult, Result, RunResult, ScenarioResult } from '../run/result.js'
import { countOf } from '../util/numbers.js'
import { actualWords, resultTitle, title } from './cell.js'
import { describeFailure, reasonsOf } from './failures.js'
import { leaksOf } from './findings.js'
import { loadedWords } from './policies.js'
import { presentable } from './present.js'
import type { Report } from './report.js'

/** The package's types describe its ES module; Node loads its CommonJS one, whose whole export is the builder. */
const builder = library as unknown as Builder

/**
 * A suite for each policy, a case for each cell. Names hold no counts and no verdicts: a CI system recognises a case from
 * run to run by its name. No character is left that XML cannot hold: `presentable` has escaped them all.
 */
export const junit: Report = (original, { root }) => {
  const run = presentable(original, root)
  const report = builder.newBuilder().name('audit-lab')
  for (const policy of run.policies) addPolicy(report.testSuite(), policy, run)
  return `${report.build()}\n`
}

function addPolicy(suite: TestSuite, policy: PolicyResult, run: RunResult): void {
  suite.name(policy.name).property('events', `${policy.events}`).property('bytes', `${policy.bytes}`)
  const newCase = (name: string, file: string): TestCase =>
    suite.testCase().className(policy.name).name(name).file(file)
  addLoading(newCase('the policy loads', policy.path), policy)
  for (const scenario of run.scenarios) {
    for (const result of scenario.results.filter((one) => one.policy === policy.name)) {
      addVerdict(newCase(caseName(scenario, result), result.file), result, scenario)
    }
  }
  for (const one of run.requirements.filter((requirement) => requirement.policy === policy.name)) {
    addRequirement(newCase(`requirement › ${one.id}`, one.file), one)
  }
  for (const { leak, words } of leaksOf(run).filter((group) => group.leak.policy === policy.name)) {
    const place = `${leak.secret} stays out of ${leak.place}`
    const leakCase = newCase(`${title(leak.scenario, leak.step, leak.request)} › ${place}`, leak.file)
    if (leak.why === null) fail(leakCase, words, `${words}\n${leak.file}:${leak.line}`, 'leak')
    else leakCase.standardOutput(content(`known weakness: ${words}\n${leak.why}`))
  }
}

function addLoading(testCase: TestCase, { loaded, message }: PolicyResult): void {
  if (loaded !== 'strict') fail(testCase, loadedWords(loaded), message ?? 'The server gave no message.', loaded)
}

/** The requests that break it are cases of their own, beside the cells of their scenario. */
function addRequirement(testCase: TestCase, { status, held, broken, unknown, file, line }: RequirementResult): void {
  const at = `${file}:${line}`
  if (status === 'broken') fail(testCase, `broken by ${countOf(broken, 'request')}`, at, 'requirement')
  else if (status === 'unknown') testCase.error(`open for ${countOf(unknown, 'request')}`, 'unknown', at)
  else if (status === 'not exercised')
    testCase.skipped().standardOutput('no request of the run is one that it is about')
  else testCase.standardOutput(`kept by ${countOf(held, 'request')}`)
}

/** `#2` comes from the id: it numbers this policy's cells, whatever other policies are in the run. */
function caseName(scenario: ScenarioResult, result: Result): string {
  const [part] = /#\d+$/.exec(result.id) ?? []
  return part === undefined ? resultTitle(scenario.name, result) : `${resultTitle(scenario.name, result)} ${part}`
}

function addVerdict(testCase: TestCase, result: Result, scenario: ScenarioResult): void {
  const why = result.why ?? 'no reason given'
  switch (result.status) {
    case 'passed':
      return
    case 'failed': {
      const text = describeFailure({ scenario, results: [result] }, picocolors.createColors(false), null)
      fail(
        testCase,
        reasonsOf(result).join(' '),
        text.join('\n'),
        result.requirement === null ? 'claim' : 'requirement',
      )
      return
    }
    case 'weakness':
      testCase.standardOutput(content(`known weakness: ${actualWords(result) ?? 'no request'}\n${why}`))
      return
    case 'skipped':
      testCase.skipped().standardOutput(content(why))
      return
    case 'unknown':
      testCase.error(why, 'unknown', content(why))
  }
}

function fail(testCase: TestCase, message: string, body: string, type: string): void {
  testCase.failure(message, type).stacktrace(content(body))
}

/** Text of an element. The library writes it as CDATA and splits that at the first `]]>` only; the next would end it. */
function content(text: string): string {
  return text.replaceAll(']]>', ']]\\u003e')
}
