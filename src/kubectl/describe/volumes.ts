/** Volumes of a pod, and the sources they share with persistent volumes. */
import { quantityText, compareQuantities, parseQuantity } from '../../kube/index.ts';
import type { DescribeWriter } from './describe-writer.ts';
import { labelLines } from './metadata-lines.ts';

type Fields = Record<string, unknown>;

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const text = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value as string | number | boolean);
const flag = (value: unknown): string => String(value === true);
const pointer = (value: unknown): string =>
  value === undefined || value === null ? '<nil>' : String(value as boolean);

const sizeLimit = (value: unknown): string => {
  if (typeof value !== 'string') return '<unset>';
  return compareQuantities(parseQuantity(value), parseQuantity('0')) > 0 ? quantityText(value) : '<unset>';
};

const downwardItems = (writer: DescribeWriter, items: unknown): void => {
  for (const item of Array.isArray(items) ? (items as Fields[]) : []) {
    const field = asFields(item.fieldRef).fieldPath ?? asFields(item.resourceFieldRef).resource;
    if (field !== undefined) writer.line(3, `${text(field)} -> ${text(item.path)}`);
  }
};

const projectedSources = (writer: DescribeWriter, sources: unknown): void => {
  for (const source of Array.isArray(sources) ? (sources as Fields[]) : []) {
    const { secret, downwardAPI, configMap, serviceAccountToken } = source;
    if (secret !== undefined) {
      writer.line(
        2,
        `SecretName:\t${text(asFields(secret).name)}\n    SecretOptionalName:\t${pointer(asFields(secret).optional)}`,
      );
    } else if (downwardAPI !== undefined) writer.line(2, 'DownwardAPI:\ttrue');
    else if (configMap !== undefined) {
      writer.line(
        2,
        `ConfigMapName:\t${text(asFields(configMap).name)}\n    ConfigMapOptional:\t${pointer(asFields(configMap).optional)}`,
      );
    } else if (serviceAccountToken !== undefined) {
      writer.line(2, `TokenExpirationSeconds:\t${text(asFields(serviceAccountToken).expirationSeconds)}`);
    }
  }
};

/** Each source: its line of type, then its fields. @source k8s 1.20 kubectl/pkg/describe/describe.go print…VolumeSource */
const sources: Readonly<Record<string, { type: string; fields: (source: Fields) => [string, string][] }>> = {
  hostPath: {
    type: 'HostPath (bare host directory volume)',
    fields: ({ path, type }) => [
      ['Path', text(path)],
      ['HostPathType', type === undefined || type === null ? '<none>' : text(type)],
    ],
  },
  emptyDir: {
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    fields: ({ medium, sizeLimit: limit }) => [
      ['Medium', text(medium)],
      ['SizeLimit', sizeLimit(limit)],
    ],
  },
  secret: {
    type: 'Secret (a volume populated by a Secret)',
    fields: ({ secretName, optional }) => [
      ['SecretName', text(secretName)],
      ['Optional', flag(optional)],
    ],
  },
  configMap: {
    type: 'ConfigMap (a volume populated by a ConfigMap)',
    fields: ({ name, optional }) => [
      ['Name', text(name)],
      ['Optional', flag(optional)],
    ],
  },
  nfs: {
    type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
    fields: ({ server, path, readOnly }) => [
      ['Server', text(server)],
      ['Path', text(path)],
      ['ReadOnly', flag(readOnly)],
    ],
  },
  persistentVolumeClaim: {
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    fields: ({ claimName, readOnly }) => [
      ['ClaimName', text(claimName)],
      ['ReadOnly', flag(readOnly)],
    ],
  },
  local: {
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    fields: ({ path }) => [['Path', text(path)]],
  },
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    fields: ({ pdName, fsType, partition, readOnly }) => [
      ['PDName', text(pdName)],
      ['FSType', text(fsType)],
      ['Partition', text(partition ?? 0)],
      ['ReadOnly', flag(readOnly)],
    ],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    fields: ({ volumeID, fsType, partition, readOnly }) => [
      ['VolumeID', text(volumeID)],
      ['FSType', text(fsType)],
      ['Partition', text(partition ?? 0)],
      ['ReadOnly', flag(readOnly)],
    ],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    fields: ({ repository, revision }) => [
      ['Repository', text(repository)],
      ['Revision', text(revision)],
    ],
  },
  csi: {
    type: 'CSI (a Container Storage Interface (CSI) volume source)',
    fields: ({ driver, fsType, volumeHandle, readOnly }) => [
      ['Driver', text(driver)],
      ['FSType', text(fsType)],
      ...(volumeHandle === undefined ? [] : ([['VolumeHandle', text(volumeHandle)]] as [string, string][])),
      ['ReadOnly', flag(readOnly)],
    ],
  },
  projected: {
    type: 'Projected (a volume that contains injected data from multiple sources)',
    fields: () => [],
  },
  downwardAPI: { type: 'DownwardAPI (a volume populated by information about the pod)', fields: () => [] },
};

/** The lines of the one source that `volume` has. */
export const sourceLines = (writer: DescribeWriter, volume: object): void => {
  const key = Object.keys(sources).find((candidate) => (volume as Fields)[candidate] !== undefined);
  if (key === undefined) return writer.line(1, '<unknown>');
  const source = asFields((volume as Fields)[key]);
  const { type, fields } = sources[key]!;
  writer.line(2, `Type:\t${type}`);
  for (const [name, value] of fields(source)) writer.line(2, `${name}:\t${value}`);
  if (key === 'projected') projectedSources(writer, source.sources);
  if (key === 'downwardAPI') {
    writer.line(2, 'Items:');
    downwardItems(writer, source.items);
  }
  if (key === 'csi')
    labelLines(
      writer,
      'VolumeAttributes',
      source.volumeAttributes as Record<string, string> | undefined,
      '    ',
    );
};

/** @source k8s 1.20 kubectl/pkg/describe/describe.go describeVolumes */
export const volumeLines = (
  writer: DescribeWriter,
  volumes: readonly ({ name: string } & object)[] | undefined,
  space = '',
): void => {
  if (volumes === undefined || volumes.length === 0) return writer.line(0, `${space}Volumes:\t<none>`);
  writer.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    writer.line(1, `${space === '' ? '' : ' '}${volume.name}:`);
    sourceLines(writer, volume);
  }
};
