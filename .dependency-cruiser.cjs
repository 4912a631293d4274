// The laws of ARCHITECTURE.md: dependencies point one way. Each rule states its reason.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^lib/', pathNot: [from, ...allowed] },
})

const LEAVES = ['^lib/errors\\.ts$', '^lib/util/']

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'A cycle has no direction.', from: {}, to: { circular: true } },
    only(
      'util-is-a-leaf',
      '^lib/util/',
      ['^lib/errors\\.ts$'],
      'util holds no domain words, so it needs nothing of ours.',
    ),
    only('audit-is-the-bottom', '^lib/audit/', LEAVES, 'Event types and attributes know nothing of policies.'),
    only(
      'policy-needs-audit-only',
      '^lib/policy/',
      ['^lib/audit/', ...LEAVES],
      'The evaluator is pure and runs in a browser.',
    ),
    only(
      'log-reads-audit',
      '^lib/log/',
      ['^lib/audit/', '^lib/policy/', ...LEAVES],
      'Reading logs needs Events and, for questions, policies.',
    ),
    only(
      'ask-reads-logs',
      '^lib/ask/',
      ['^lib/log/', '^lib/resources/', '^lib/audit/', '^lib/policy/', ...LEAVES],
      'A question to a log prints nothing.',
    ),
    only('sql-says-a-policy', '^lib/sql/', ['^lib/policy/', ...LEAVES], 'A policy in another language.'),
    only('volume-counts', '^lib/volume/', ['^lib/audit/', '^lib/policy/', '^lib/log/', ...LEAVES], 'Counting is pure.'),
    only(
      'measure-joins',
      '^lib/measure/',
      ['^lib/volume/', '^lib/log/', '^lib/audit/', '^lib/policy/', ...LEAVES],
      'measure reads logs for volume, in threads; it knows no command and no report.',
    ),
    only(
      'scenario-is-a-file',
      '^lib/scenario/',
      ['^lib/audit/', '^lib/policy/', ...LEAVES],
      'Scenario files do not know what executes them.',
    ),
    only(
      'requirement-is-a-file',
      '^lib/requirement/',
      ['^lib/scenario/', '^lib/audit/', '^lib/policy/', ...LEAVES],
      'What is asked of a policy does not know how it is decided.',
    ),
    only(
      'analysis-reasons',
      '^lib/analysis/',
      [
        '^lib/requirement/(requirement|select|judge|verbs)\\.ts$',
        '^lib/resources/',
        '^lib/audit/',
        '^lib/policy/',
        ...LEAVES,
      ],
      'A question about every request needs no recording, and no file.',
    ),
    only('resources-are-data', '^lib/resources/', LEAVES, 'What an API server serves has nothing to do with policies.'),
    only(
      'lint-reasons',
      '^lib/lint/',
      [
        ...[
          '^lib/analysis/',
          '^lib/resources/',
          '^lib/audit/',
          '^lib/policy/',
          '^lib/requirement/(requirement|verbs|select)\\.ts$',
        ],
        ...['^lib/scenario/nearest\\.ts$', ...LEAVES],
      ],
      'What is wrong with a policy can be said of its text alone.',
    ),
    only(
      'manifest-reads-text',
      '^lib/manifest/',
      ['^lib/lint/finding\\.ts$', '^lib/scenario/nearest\\.ts$', ...LEAVES],
      'What turns auditing on is text; who reads and writes the files is not known here.',
    ),
    only(
      'detection-is-decided-as-requirements-are',
      '^lib/detection/',
      ['^lib/requirement/', '^lib/analysis/', '^lib/scenario/', '^lib/audit/', '^lib/policy/', ...LEAVES],
      'What other tools look at is data.',
    ),
    only(
      'engine-executes',
      '^lib/engine/',
      ['^lib/audit/', '^lib/policy/', '^lib/scenario/', '^lib/log/', ...LEAVES],
      'An engine yields Events; verdicts are made in run.',
    ),
    {
      name: 'engines-never-import-each-other',
      comment: 'A new engine is a folder and a line in the registry.',
      severity: 'error',
      from: { path: '^lib/engine/(kind|container|binary|replay|existing)/' },
      to: { path: '^lib/engine/(kind|container|binary|replay|existing)/', pathNot: '^lib/engine/$1/' },
    },
    only(
      'run-makes-verdicts',
      '^lib/run/',
      [
        ...['^lib/audit/', '^lib/policy/', '^lib/scenario/', '^lib/engine/', '^lib/volume/'],
        ...['^lib/requirement/(requirement|select)\\.ts$', ...LEAVES],
      ],
      'run joins scenarios, engines and policies into a RunResult.',
    ),
    {
      name: 'practice-grades',
      comment: 'An answer is graded by what replay, proofs and the check of manifests say of it; no engine is started.',
      severity: 'error',
      from: { path: '^lib/practice/' },
      to: { path: '^lib/(report|run|engine/(?!replay/))' },
    },
    {
      name: 'check-joins',
      comment: 'check joins recordings, proofs and volume into a CheckResult; it starts nothing and prints nothing.',
      severity: 'error',
      from: { path: '^lib/check/' },
      to: { path: '^lib/(report|engine/(?!replay/|execution\\.ts))' },
    },
    only(
      'report-sees-results-only',
      '^lib/report/',
      [
        '^lib/run/result\\.ts$',
        '^lib/check/result\\.ts$',
        '^lib/lint/finding\\.ts$',
        '^lib/volume/result\\.ts$',
        '^lib/ask/answer\\.ts$',
        '^lib/audit/level\\.ts$',
        ...LEAVES,
      ],
      'A report is a pure function of a result.',
    ),
    {
      name: 'nothing-imports-cli',
      comment: 'Only cli prints or exits.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/cli/' },
      to: { path: '^lib/cli/' },
    },
    {
      name: 'pure-code-does-no-io',
      comment: 'Policy, audit, volume, analysis, lint and reports run in a browser.',
      severity: 'error',
      from: { path: '^lib/(policy|audit|volume|sql|analysis|lint|manifest|report)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-execa-wrapper',
      comment: 'Commands are started in one place and servers in another, so that errors read alike.',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/util/exec\\.ts$' },
      to: { path: 'node_modules/execa' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
