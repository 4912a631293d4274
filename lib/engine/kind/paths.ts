/** Paths inside a node. The policy's and the log's must equal those in kind/cluster.yaml. */
export const POLICY_DIRECTORY = '/etc/kubernetes/audit'
export const POLICY_FILE = `${POLICY_DIRECTORY}/policy.yaml`
export const LOG_DIRECTORY = '/var/log/kubernetes/audit'
export const LOG_FILE = `${LOG_DIRECTORY}/audit.log`
/** The log with its rotated files, for a shell. A rotated file bears a time in its name, so that names sort by age. */
export const LOG_FILES = `$(ls -1 ${LOG_FILE.replace(/\.log$/, '')}-*.log 2>/dev/null) ${LOG_FILE}`
export const MANIFESTS = '/etc/kubernetes/manifests'
/** Policies of lanes; each in a directory of its own, never on the host. */
export const LANES_DIRECTORY = '/etc/kubernetes/audit-lab-lanes'

/** Where a node's own kube-apiserver listens. */
export const API_SERVER_PORT = 6443

/** The first port of a lane inside the node; the next ones follow. */
export const FIRST_LANE_PORT = 7443
