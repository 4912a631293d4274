import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CHECKS } from '../../lib/manifest/registry.js'
import { explainServerLog, START_UP_ERRORS } from '../../lib/manifest/start-up-errors.js'
import { changed, places, RIGHT, shown, subjectOf } from './support.js'

test('a manifest that is right has no finding', () => {
  expect(shown(RIGHT)).toEqual([])
})

test('a manifest without auditing has no finding', () => {
  expect(shown(RIGHT.replaceAll(/^ *- --audit.*\n/gm, ''))).toEqual([])
})

const LOG = '--audit-log-path=/var/log/kubernetes/audit/audit.log'
const POLICY = '--audit-policy-file=/etc/kubernetes/audit/policy.yaml'
const CASES: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
  ['a tab', changed('    - --audit-log-maxage', '\t- --audit-log-maxage'), ['15:1 yaml-syntax']],
  ['a line that is indented otherwise', changed('  hostNetwork: true', '   hostNetwork: true'), ['31:1 yaml-syntax']],
  [
    'two volumes keys',
    `${RIGHT}  volumes: []\n`,
    ['23:7 mount-without-volume', '26:7 mount-without-volume', '29:7 mount-without-volume', '45:3 duplicate-key'],
  ],
  [
    'readonly for readOnly',
    changed('name: audit-policy\n      readOnly', 'name: audit-policy\n      readonly'),
    ['28:7 unknown-field'],
  ],
  [
    'volumeMounts beside the containers',
    changed('    volumeMounts:', '  volumeMounts:').replaceAll(
      /^ {4}(?=- mountPath| {2}(?:name: (?:k8s|audit)|readOnly))/gm,
      '  ',
    ),
    ['13:27 unmounted-policy', '14:24 unmounted-log', '22:3 unknown-field'],
  ],
  [
    'hostPath as a text',
    changed(
      '  - hostPath:\n      path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate',
      '  - hostPath: /var/log/kubernetes/audit',
    ),
    ['41:15 wrong-shape'],
  ],
  [
    'a flag as a map',
    changed(LOG, '--audit-log-path: /var/log/kubernetes/audit/audit.log'),
    ['13:7 half-enabled', '14:7 wrong-shape'],
  ],
  [
    'an unnamed volume',
    changed(
      '  - hostPath:\n      path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate\n    name: audit-log\n',
      '  - hostPath:\n      path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate\n',
    ),
    ['29:7 mount-without-volume', '41:5 unnamed-volume'],
  ],
  ['a name that is none', RIGHT.replaceAll('name: audit-policy', 'name: audit_policy'), ['40:11 volume-name']],
  [
    'a mount of a volume that is not there',
    changed('      name: audit-log\n', '      name: audit-logs\n'),
    ['29:7 mount-without-volume'],
  ],
  ['two volumes of a name', `${RIGHT}  - name: audit-log\n    emptyDir: {}\n`, ['45:11 duplicate-volume']],
  [
    'two mounts at a path',
    changed(
      '  hostNetwork: true',
      '    - {mountPath: /var/log/kubernetes/audit/, name: audit-log}\n  hostNetwork: true',
    ),
    ['31:19 duplicate-volume'],
  ],
  ['a type in lower case', changed('type: File\n', 'type: file\n'), ['39:13 host-path-type']],
  ['a plural', changed('maxbackup=', 'maxbackups='), ['16:7 unknown-flag']],
  [
    'a flag with letters exchanged',
    changed(POLICY, '--aduit-policy-file=/etc/kubernetes/audit/policy.yaml'),
    ['13:7 unknown-flag', '14:7 half-enabled'],
  ],
  [
    'a flag of auditing that is none',
    changed('--audit-log-maxage=30', '--audit-dynamic-configuration'),
    ['15:7 unknown-flag'],
  ],
  ['one dash', changed('- --audit-log-maxsize', '- -audit-log-maxsize'), ['17:7 missing-dashes']],
  ['a long dash', changed('- --audit-log-maxsize', '- –audit-log-maxsize'), ['17:7 missing-dashes']],
  ['a unit', changed('maxsize=100', 'maxsize=100MB'), ['17:27 flag-value']],
  ['a negative number', changed('maxage=30', 'maxage=-1'), ['15:26 flag-value']],
  ['a mode that is none', changed('--audit-log-maxage=30', '--audit-log-mode=async'), ['15:24 flag-value']],
  [
    'quotes within an argument',
    changed(LOG, '--audit-log-path="/var/log/kubernetes/audit/audit.log"'),
    ['14:7 quoted-value', '14:24 unmounted-log'],
  ],
  [
    'a flag given twice',
    changed('--audit-log-maxage=30', '--audit-log-maxage=30\n    - --audit-log-maxage=7'),
    ['16:7 duplicate-flag'],
  ],
  ['a log without a policy', changed(`    - ${POLICY}\n`, ''), ['13:7 half-enabled']],
  ['a policy without a log', changed(`    - ${LOG}\n`, ''), ['13:7 half-enabled']],
  ['flags that change nothing', changed(`    - ${LOG}\n`, '').replace(`    - ${POLICY}\n`, ''), ['13:7 half-enabled']],
  [
    'a policy that is not mounted',
    changed(POLICY, '--audit-policy-file=/etc/kubernetes/policy.yaml'),
    ['13:27 unmounted-policy'],
  ],
  ['a policy at a path from nowhere', changed(POLICY, '--audit-policy-file=policy.yaml'), ['13:27 unmounted-policy']],
  ['a log that is not mounted', changed(LOG, '--audit-log-path=/var/log/audit.log'), ['14:24 unmounted-log']],
  [
    'a read-only log',
    changed('      name: audit-log\n', '      name: audit-log\n      readOnly: true\n'),
    ['29:7 read-only-log'],
  ],
  [
    'a log mounted as a file',
    changed('mountPath: /var/log/kubernetes/audit\n', 'mountPath: /var/log/kubernetes/audit/audit.log\n').replace(
      'path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate',
      'path: /var/log/kubernetes/audit/audit.log\n      type: FileOrCreate',
    ),
    ['29:7 log-mounted-as-file'],
  ],
  ['a log that is a folder', changed(LOG, '--audit-log-path=/var/log/kubernetes/audit'), ['14:24 path-is-directory']],
  ['a policy made when it is missing', changed('type: File\n', 'type: FileOrCreate\n'), ['39:13 policy-type']],
  ['a policy mounted as a folder', changed('type: File\n', 'type: Directory\n'), ['13:27 path-is-directory']],
  [
    'a folder mounted as a file',
    changed('mountPath: /etc/kubernetes/audit/policy.yaml', 'mountPath: /etc/kubernetes/audit').replace(
      'path: /etc/kubernetes/audit/policy.yaml\n      type',
      'path: /etc/kubernetes/audit\n      type',
    ),
    ['39:13 policy-type'],
  ],
  [
    'the folder of the log mounted as a file',
    changed(
      'path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate',
      'path: /var/log/kubernetes/audit\n      type: FileOrCreate',
    ),
    ['43:13 log-type'],
  ],
  [
    'a folder of the policy that is made',
    changed('mountPath: /etc/kubernetes/audit/policy.yaml', 'mountPath: /etc/kubernetes/audit').replace(
      'path: /etc/kubernetes/audit/policy.yaml\n      type: File',
      'path: /etc/kubernetes/audit\n      type: DirectoryOrCreate',
    ),
    ['39:13 policy-folder-made'],
  ],
  [
    'another path on the node',
    changed('path: /var/log/kubernetes/audit\n      type', 'path: /data/audit\n      type'),
    ['14:24 other-path'],
  ],
  ['no limit', changed('    - --audit-log-maxage=30\n    - --audit-log-maxbackup=10\n', ''), ['14:7 rotation-never']],
  ['limits of zero', changed('maxage=30', 'maxage=0').replace('maxbackup=10', 'maxbackup=0'), ['15:7 rotation-never']],
  ['a size that is never reached', changed('maxsize=100', 'maxsize=100000'), ['17:27 rotation-never']],
  ['a size that is reached all the time', changed('maxsize=100', 'maxsize=1'), ['17:27 rotation-always']],
  [
    'a variable',
    changed(LOG, '--audit-log-path=/var/log/${cluster_id}/audit.log'),
    ['14:7 unreplaced-variable', '14:24 unmounted-log'],
  ],
  [
    'a variable in the name of an entry of env',
    changed(
      '    livenessProbe:',
      '    env:\n    - {name: "aliyun_logs_audit-${cluster_id}", value: /var/log/audit.log}\n    livenessProbe:',
    ),
    ['20:14 unreplaced-variable'],
  ],
  [
    'a policy among manifests',
    RIGHT.replaceAll('/etc/kubernetes/audit/policy.yaml', '/etc/kubernetes/manifests/policy.yaml'),
    ['13:27 policy-among-manifests'],
  ],
  ['a probe of another node', changed('host: 192.168.0.10', 'host: 192.168.0.11'), ['20:23 other-node']],
]

describe('a check says where', () => {
  test.each(CASES)('%s', (_what, text, expected) => {
    expect(places(text)).toEqual(expected)
  })
})

describe('the manifests folder', () => {
  const neighbours = (...names: readonly string[]) => ({ neighbours: names.map((name) => ({ name, text: RIGHT })) })
  test.each([
    'kube-apiserver.yaml.bak',
    'kube-apiserver.yaml~',
    'kube-apiserver.yaml-orig',
    'backup-kube-apiserver.yaml',
  ])('a backup named %s is found', (name) => expect(places(RIGHT, neighbours(name))).toEqual(['6:9 stray-manifest']))
  test('hidden files and other pods are none', () => {
    const etcd = {
      name: 'etcd.yaml',
      text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: etcd}\nspec: {containers: [{name: etcd}]}\n',
    }
    expect(places(RIGHT, { neighbours: [...neighbours('.kube-apiserver.yaml.swp').neighbours, etcd] })).toEqual([])
  })
  test('a hidden manifest is told of', () => {
    expect(places(RIGHT, { file: '.kube-apiserver.yaml', neighbours: [] })).toEqual(['1:1 hidden-file'])
  })
  test('a name that kubeadm does not give is told of', () => {
    expect(places(RIGHT, { file: 'kube-api-server.yaml' })).toEqual(['1:1 file-name'])
  })
})

describe('a manifest of another node', () => {
  test('is found when two have one address', () => {
    expect(places(RIGHT, {}, subjectOf(RIGHT, { file: 'node-2.yaml' }))).toEqual(['12:27 other-node'])
  })
  test('is none when each has its own', () => {
    const other = subjectOf(RIGHT.replaceAll('192.168.0.10', '192.168.0.11'), { file: 'node-2.yaml' })
    expect(places(RIGHT, {}, other)).toEqual([])
  })
  test('is found in every place, for a node whose address is given', () => {
    expect(places(RIGHT, { nodeAddress: '192.168.0.11' })).toEqual([
      '5:70 other-node',
      '12:27 other-node',
      '20:23 other-node',
    ])
    expect(places(RIGHT, { nodeAddress: '192.168.0.10' })).toEqual([])
  })
})

const HEAD4 = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n'
const HEAD3 = HEAD4.replace('v1beta4', 'v1beta3')
const VOLUMES = `  extraVolumes:
  - {name: audit-policy, hostPath: /etc/kubernetes/audit, mountPath: /etc/kubernetes/audit, readOnly: true, pathType: Directory}
  - {name: audit-log, hostPath: /var/log/kubernetes/audit, mountPath: /var/log/kubernetes/audit, pathType: DirectoryOrCreate}
`
const ARGS3 = `apiServer:
  extraArgs:
    audit-policy-file: /etc/kubernetes/audit/policy.yaml
    audit-log-path: /var/log/kubernetes/audit/audit.log
    audit-log-maxage: "30"
`
const ARGS4 = ARGS3.replaceAll(/^ {4}([a-z-]+): (.*)$/gm, '  - name: $1\n    value: $2')

describe('a ClusterConfiguration', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['of v1beta3 that is right', HEAD3 + ARGS3 + VOLUMES, []],
    ['of v1beta4 that is right', HEAD4 + ARGS4 + VOLUMES, []],
    ['of v1beta4 with a map', HEAD4 + ARGS3 + VOLUMES, ['5:5 args-form']],
    ['of v1beta3 with a list', HEAD3 + ARGS4 + VOLUMES, ['5:3 args-form']],
    ['with a number', HEAD3 + ARGS3.replace('"30"', '30') + VOLUMES, ['7:23 args-form']],
    ['with dashes', HEAD3 + ARGS3.replace('audit-log-maxage', '--audit-log-maxage') + VOLUMES, ['7:5 args-form']],
    ['without mounts', HEAD3 + ARGS3, ['5:24 unmounted-policy', '6:21 unmounted-log']],
    [
      'that kubeadm no longer reads',
      HEAD3.replace('v1beta3', 'v1beta2') + ARGS3 + VOLUMES,
      ['1:13 removed-kubeadm-version'],
    ],
    ['with a policy that kubeadm mounts anyway', HEAD3 + ARGS3.replace('audit/policy', 'pki/policy') + VOLUMES, []],
    [
      'with a log below what kubeadm mounts read-only',
      HEAD3 + ARGS3.replace('/var/log/kubernetes/audit/', '/etc/kubernetes/pki/') + VOLUMES,
      ['6:21 read-only-log'],
    ],
    ['with a misspelt field', HEAD3 + ARGS3 + VOLUMES.replace('readOnly', 'readonly'), ['9:93 unknown-field']],
    [
      'beside another document',
      `kind: InitConfiguration\napiVersion: kubeadm.k8s.io/v1beta4\n---\n${HEAD4}${ARGS4.replace('maxage', 'maxages')}${VOLUMES}`,
      ['10:5 rotation-never', '12:5 unknown-flag'],
    ],
  ]
  test.each(cases)('%s', (_what, text, expected) => {
    expect(places(text, { file: 'kubeadm.yaml' })).toEqual(expected)
  })
})

describe('a KIND config', () => {
  const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '      ')
  const config = (patch: string, mounts = '{hostPath: ./audit, containerPath: /etc/kubernetes/audit}'): string =>
    `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n  - role: control-plane\n    extraMounts: [${mounts}]\n    kubeadmConfigPatches:\n    - |\n${indented(patch)}`
  const right = `kind: ClusterConfiguration\n${ARGS3}${VOLUMES}`
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['that is right', config(right), []],
    [
      'with a misspelt flag',
      config(right.replace('maxage', 'maxages')),
      ['12:11 rotation-never', '13:11 unknown-flag'],
    ],
    ['for one version of kubeadm', config(HEAD3 + ARGS3 + VOLUMES), ['8:19 versioned-patch']],
    ['with a list', config(`kind: ClusterConfiguration\n${ARGS4}${VOLUMES}`), ['11:9 args-form']],
    ['without the mount into the node', config(right, ''), ['11:11 policy-not-in-node']],
    [
      'with a single file',
      config(right, '{hostPath: ./policy.yaml, containerPath: /etc/kubernetes/audit/policy.yaml}'),
      ['5:30 single-file-mount'],
    ],
    ['with a home', config(right, '{hostPath: ~/audit, containerPath: /etc/kubernetes/audit}'), ['5:30 tilde-path']],
    [
      'with two lists of volumes',
      `${config(right)}    - |\n${indented('kind: ClusterConfiguration\napiServer:\n  extraVolumes: []\n')}`,
      ['15:9 last-patch-wins'],
    ],
    [
      'with a tab in a patch',
      config(right.replace('    audit-log-maxage', '\t  audit-log-maxage')),
      ['13:7 yaml-syntax'],
    ],
  ]
  test.each(cases)('%s', (_what, text, expected) => {
    expect(places(text, { file: 'cluster.yaml' })).toEqual(expected)
  })
})

describe('a config of k3s or RKE2', () => {
  const k3s =
    'kube-apiserver-arg:\n  - audit-policy-file=/etc/rancher/k3s/policy.yaml\n  - audit-log-path=/var/log/audit.log\n  - audit-log-maxage=30\n'
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['needs no mounts', k3s, []],
    ['with a misspelt flag', k3s.replace('maxage', 'max-age'), ['3:5 rotation-never', '4:5 unknown-flag']],
    ['with half of it', k3s.replace(/.*policy.yaml\n/, ''), ['2:5 half-enabled']],
    [
      'of RKE2, which has a key for the policy',
      `audit-policy-file: /etc/rancher/rke2/policy.yaml\nkube-apiserver-arg: audit-log-path=/var/log/audit.log\n`,
      ['2:21 rotation-never'],
    ],
  ]
  test.each(cases)('%s', (_what, text, expected) => {
    expect(places(text, { file: 'config.yaml' })).toEqual(expected)
  })
})

describe('flags of minikube', () => {
  const script = (policy: string, log: string): string =>
    `#!/bin/sh\nminikube start \\\n  --extra-config=apiserver.audit-policy-file=${policy} \\\n  --extra-config=apiserver.audit-log-path=${log}\n`
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['that are right', script('/etc/ssl/certs/policy.yaml', '-'), []],
    ['with a path that its pod does not mount', script('/etc/kubernetes/policy.yaml', '-'), ['3:46 unmounted-policy']],
    [
      'with a log that cannot be written',
      script('/etc/ssl/certs/policy.yaml', '/etc/ssl/certs/audit.log'),
      ['4:3 rotation-never', '4:43 read-only-log'],
    ],
    [
      'with a misspelt flag',
      script('/etc/ssl/certs/policy.yaml', '-').replace('log-path', 'log-paht'),
      ['3:3 half-enabled', '4:3 unknown-flag'],
    ],
  ]
  test.each(cases)('%s', (_what, text, expected) => {
    expect(places(text, { file: 'start.sh' })).toEqual(expected)
  })
})

test('the published answer of the exam guide: both of its mistakes, and the name that does not exist', () => {
  const published = changed(
    '  - hostPath:\n      path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate\n    name: audit-log\n',
    '  - hostPath:\n      path: /var/log/kubernetes/audit\n      type: DirectoryOrCreate\n',
  ).replace('name: audit-policy\n      readOnly', 'name: audit-policy\n      readonly')
  expect(shown(published, { file: 'kube-api-server.yaml' })).toEqual([
    "1:1 warning file-name: kubeadm's manifest is named kube-apiserver.yaml: edit that one",
    '28:7 error unknown-field: `readonly` is no field of an entry of volumeMounts; did you mean `readOnly`?',
    '29:7 error mount-without-volume: there is no volume `audit-log`: add it under `spec.volumes`, or take the mount out',
    '41:5 error unnamed-volume: this volume has no `name`: a volume and its mounts have the same one',
  ])
})

describe('what the server says', () => {
  const folder = fileURLToPath(new URL('fixtures/server-logs', import.meta.url))
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'))
  test.each(logs)('%s is explained', (name) => {
    const { findings } = explainServerLog(readFileSync(`${folder}/${name}`, 'utf8'), name)
    expect(findings.map(({ rule }) => rule)).toContain(name.replace(/\.log$/, ''))
  })
  test('every explanation has a log of a real server that needs it', () => {
    expect(logs.map((name) => name.replace(/\.log$/, '')).sort()).toEqual(
      [...new Set(START_UP_ERRORS.map(({ id }) => id))].sort(),
    )
  })
  test('a log of a server that started says nothing', () => {
    expect(explainServerLog('I1121 18:00:00.000000 1 server.go:190] "Golang settings"\n', 'x').findings).toEqual([])
  })
})

describe('the page of checks', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/manifest-checks.md', import.meta.url)), 'utf8')
  test.each(CHECKS.map((one) => [one.id, one] as const))('has a row for %s', (id, { severity, happens }) => {
    expect(page).toContain(`| \`${id}\` | ${severity} | ${happens} |`)
  })
  test.each(START_UP_ERRORS.map(({ id }) => id))('has a row for the start-up error %s', (id) => {
    expect(page).toContain(`| \`${id}\` |`)
  })
})

test('every check has a case above that finds it', () => {
  const source = readFileSync(fileURLToPath(import.meta.url), 'utf8')
  expect(
    CHECKS.map(({ id }) => id).filter((id) => !source.includes(` ${id}'`) && !source.includes(` ${id}: `)),
  ).toEqual([])
})
