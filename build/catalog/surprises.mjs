/**
 * What surprises people about audit policies, numbered as the label `surprise` of scenarios counts them. `shown` says where a
 * surprise is shown that no scenario can show, `not` why it is not.
 */
const K = 'https://github.com/kubernetes/kubernetes/issues/'

export const SURPRISES = [
  { what: '`pods` does not cover `pods/log` and `pods/exec`; `pods/*` covers both, and `pods`', source: `${K}48836` },
  {
    what: '`verbs` below `resources`, or `verb`, is ignored: the rule holds for more than was meant',
    source: `${K}110116`,
    shown: 'policies/broken/datadog-as-published.yaml',
  },
  {
    what: 'Deployments under `group: ""`, singular and short names match nothing',
    source: `${K}107759`,
    shown: 'policies/broken/mock-exam-singular-keys.yaml',
  },
  {
    what: 'the group of a subresource is that of the URL: `deployments/scale` is in apps, `pods/eviction` and `serviceaccounts/token` are core',
    source: `${K}109720`,
  },
  {
    what: 'nonResourceURLs cannot name `/apis/...`, and a star ends a URL',
    source: 'https://github.com/kubernetes/apiserver/issues/94',
  },
  {
    what: 'the first rule that matches decides, and its omitStages are added to those of the policy',
    source: `${K}116514`,
    shown: 'policies/cks-configmaps-as-published.yaml',
  },
  { what: 'level Request still leaves ResponseComplete: a level is no stage', source: `${K}123317` },
  { what: 'resourceNames match no create, and generateName leaves objectRef without a name', source: `${K}44978` },
  { what: '`users` knows no wildcards; a group in `users` matches nobody', source: `${K}53496` },
  {
    what: 'Events are in core and in events.k8s.io; dropping one leaves the other',
    source: 'https://github.com/openshift/splunk-forwarder-operator/issues/484',
  },
  {
    what: 'a policy mounted as a single file breaks rotation',
    source: 'https://github.com/kubernetes/kops/issues/2670',
    not: 'it is about the manifest of the server, not about requests',
  },
  {
    what: 'a changed policy needs a restart of the server',
    source: 'https://github.com/rancher/rke2/issues/718',
    not: 'it is about the server, not about requests: the kind engine starts a server for each policy',
  },
  {
    what: 'a policy is no object: `kubectl apply` fails',
    source: 'https://github.com/kubernetes/website/issues/14105',
    not: 'no request reaches the server: kubectl knows no such kind',
  },
  {
    what: 'a policy of v1beta1, without apiVersion or kind, or without rules stops the server',
    source: `${K}98035`,
    shown: 'policies/broken/gce-lineage-v1beta1.yaml',
  },
  {
    what: 'bodies of Secrets, TokenReviews and TokenRequests reach the log; `serviceaccounts/token` needs a rule of its own',
    source: `${K}102040`,
  },
  { what: 'arguments of exec stand in the requestURI, at Metadata too', source: `${K}97795` },
  {
    what: '`kubectl exec` over WebSocket is a get, over SPDY a create',
    source: 'https://github.com/kubernetes/kubectl/issues/1761',
  },
  { what: 'aggregated and proxied requests have no bodies', source: `${K}103889` },
  {
    what: 'a watch whose proxy goes away ends in Panic',
    source: `${K}110112`,
    not: 'it takes a server behind the API server that dies in the middle, which no engine has',
  },
  {
    what: 'a patch whose body is no JSON erases its Event at Request and above',
    source: `${K}110671`,
    shown: 'test/live/policies.test.ts',
  },
  {
    what: 'latency annotations are gone since 1.34',
    source: `${K}135684`,
    shown: 'docs/what-a-capture-cannot-tell.md',
  },
  {
    what: 'a full buffer drops Events; a slow webhook backend fills memory',
    source: `${K}61280`,
    not: 'it is about the batching backends; the lab reads the log backend, which blocks',
  },
  { what: 'truncation removes both bodies', source: `${K}61711`, shown: 'docs/what-a-capture-cannot-tell.md' },
  { what: 'the client chooses the Audit-ID', source: `${K}101597`, shown: 'docs/what-a-capture-cannot-tell.md' },
  { what: 'sourceIPs are what the client says, but for the last one', source: `${K}87167` },
  { what: 'a rule sees the user who authenticated, not the impersonated one', source: `${K}120677` },
  { what: 'a 401 has no user, and only ResponseStarted', source: `${K}51119` },
  {
    what: 'RequestResponse of a large list costs memory',
    source: `${K}131720`,
    not: 'the lab counts the bytes of the log, not the memory of the server',
  },
  {
    what: 'the log is mode 0600 in a folder of mode 0700',
    source: `${K}129121`,
    not: 'it is about files of the node, not about requests',
  },
  {
    what: 'managedFields bloat bodies, and `omitManagedFields` takes them out',
    source: `${K}94986`,
    shown: 'test/audit/project.test.ts',
  },
  {
    what: '`group: apps/v1` is refused, but `group: v1` loads and matches nothing',
    source: 'https://github.com/teutonet/teutonet-helm-charts/issues/2094',
  },
]
