/** The fields of an object; null for those whose insides are not looked at. */
export interface Fields {
  /** As in `no field of …`. */
  readonly name: string
  readonly known: Readonly<Record<string, Fields | null>>
}

const of = (name: string, names: string, inner: Readonly<Record<string, Fields>> = {}): Fields => ({
  name,
  known: { ...Object.fromEntries(names.split(' ').map((field) => [field, null])), ...inner },
})

const hostPath = of('hostPath', 'path type')
const volumeMount = of(
  'an entry of volumeMounts',
  'name mountPath subPath subPathExpr readOnly recursiveReadOnly mountPropagation',
)
const volume = of(
  'an entry of volumes',
  'name awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume',
  { hostPath },
)
const env = of('an entry of env', 'name value valueFrom')
const container = of(
  'a container',
  'name image imagePullPolicy command args workingDir ports envFrom resources resizePolicy restartPolicy restartPolicyRules volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath terminationMessagePolicy securityContext stdin stdinOnce tty',
  { env, volumeMounts: volumeMount },
)
const spec = of(
  'spec',
  'initContainers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC shareProcessNamespace securityContext imagePullSecrets hostname hostnameOverride subdomain affinity schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os hostUsers schedulingGates resourceClaims resources workloadRef',
  { containers: container, volumes: volume },
)

const extraVolume = of('an entry of extraVolumes', 'name hostPath mountPath readOnly pathType')
const apiServer = of('apiServer', 'extraArgs certSANs timeoutForControlPlane extraEnvs', { extraVolumes: extraVolume })
const mount = of('an entry of extraMounts', 'hostPath containerPath readOnly selinuxRelabel propagation')
const node = of('a node', 'role image labels extraPortMappings kubeadmConfigPatches kubeadmConfigPatchesJSON6902', {
  extraMounts: mount,
})

/**
 * By the kind that a document says it is; `pod` for manifests. What the API has and kubeadm and KIND read.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 * @see https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
 * @see https://github.com/kubernetes-sigs/kind/blob/main/pkg/apis/config/v1alpha4/types.go
 */
export const FIELDS: Readonly<Record<string, Fields>> & { readonly pod: Fields } = {
  pod: of('a Pod', 'apiVersion kind metadata status', { spec }),
  ClusterConfiguration: of(
    'a ClusterConfiguration',
    'apiVersion kind etcd networking kubernetesVersion controlPlaneEndpoint controllerManager scheduler dns proxy certificatesDir imageRepository featureGates clusterName encryptionAlgorithm certificateValidityPeriod caCertificateValidityPeriod metadata',
    { apiServer },
  ),
  Cluster: of(
    'a KIND cluster',
    'apiVersion kind name networking featureGates runtimeConfig kubeadmConfigPatches kubeadmConfigPatchesJSON6902 containerdConfigPatches containerdConfigPatchesJSON6902',
    { nodes: node },
  ),
}
