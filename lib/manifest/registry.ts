import type { ManifestCheck } from './manifest-check.js'
import { argsForm } from './checks/args-form.js'
import { duplicateFlag } from './checks/duplicate-flag.js'
import { duplicateKey } from './checks/duplicate-key.js'
import { duplicateVolume } from './checks/duplicate-volume.js'
import { fileName } from './checks/file-name.js'
import { flagValue } from './checks/flag-value.js'
import { halfEnabled } from './checks/half-enabled.js'
import { hiddenFile } from './checks/hidden-file.js'
import { hostPathType } from './checks/host-path-type.js'
import { lastPatchWins } from './checks/last-patch-wins.js'
import { logMountedAsFile } from './checks/log-mounted-as-file.js'
import { logType } from './checks/log-type.js'
import { missingDashes } from './checks/missing-dashes.js'
import { mountWithoutVolume } from './checks/mount-without-volume.js'
import { otherNode } from './checks/other-node.js'
import { otherPath } from './checks/other-path.js'
import { pathIsDirectory } from './checks/path-is-directory.js'
import { policyAmongManifests } from './checks/policy-among-manifests.js'
import { policyFolderMade } from './checks/policy-folder-made.js'
import { policyNotInNode } from './checks/policy-not-in-node.js'
import { policyType } from './checks/policy-type.js'
import { quotedValue } from './checks/quoted-value.js'
import { readOnlyLog } from './checks/read-only-log.js'
import { removedKubeadmVersion } from './checks/removed-kubeadm-version.js'
import { rotationAlways } from './checks/rotation-always.js'
import { rotationNever } from './checks/rotation-never.js'
import { singleFileMount } from './checks/single-file-mount.js'
import { strayManifest } from './checks/stray-manifest.js'
import { tildePath } from './checks/tilde-path.js'
import { unknownField } from './checks/unknown-field.js'
import { unknownFlag } from './checks/unknown-flag.js'
import { unmountedLog } from './checks/unmounted-log.js'
import { unmountedPolicy } from './checks/unmounted-policy.js'
import { unnamedVolume } from './checks/unnamed-volume.js'
import { unreplacedVariable } from './checks/unreplaced-variable.js'
import { versionedPatch } from './checks/versioned-patch.js'
import { volumeName } from './checks/volume-name.js'
import { wrongShape } from './checks/wrong-shape.js'
import { yamlSyntax } from './checks/yaml-syntax.js'

/** Every check of a manifest. A new one is a file, a line here, and a row in docs/manifest-checks.md. */
export const CHECKS: readonly ManifestCheck[] = [
  argsForm,
  duplicateFlag,
  duplicateKey,
  duplicateVolume,
  fileName,
  flagValue,
  halfEnabled,
  hiddenFile,
  hostPathType,
  lastPatchWins,
  logMountedAsFile,
  logType,
  missingDashes,
  mountWithoutVolume,
  otherNode,
  otherPath,
  pathIsDirectory,
  policyAmongManifests,
  policyFolderMade,
  policyNotInNode,
  policyType,
  quotedValue,
  readOnlyLog,
  removedKubeadmVersion,
  rotationAlways,
  rotationNever,
  singleFileMount,
  strayManifest,
  tildePath,
  unknownField,
  unknownFlag,
  unmountedLog,
  unmountedPolicy,
  unnamedVolume,
  unreplacedVariable,
  versionedPatch,
  volumeName,
  wrongShape,
  yamlSyntax,
]
