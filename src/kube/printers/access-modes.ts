/** Access modes and classes of volumes, as tables and descriptions show them. */
import type { KubeObject } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';

const short: readonly [mode: string, text: string][] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** "RWO,RWX". @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go GetAccessModesAsString */
export const accessModes = (modes: readonly string[] | undefined): string =>
  short.flatMap(([mode, text]) => (modes?.includes(mode) === true ? [text] : [])).join(',');

/** The storage class: the old annotation first. @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go GetPersistentVolumeClass */
export const storageClassOf = (object: KubeObject & { spec?: { storageClassName?: string } }): string =>
  object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ??
  object.spec?.storageClassName ??
  '';

/** Tables have the column since 1.29. @source k8s 1.29 pkg/printers/internalversion/printers.go */
export const withoutAttributesClass = (version: KubernetesVersion | undefined): string[] =>
  version !== undefined && isAtLeast(version, 29) ? [] : ['VolumeAttributesClass'];
