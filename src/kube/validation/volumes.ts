/** Checks of a pod's volumes and of the sources that persistent volumes share with them. */
import type { Volume } from '../objects/index.ts';
import { configMapKeyErrors, dns1123LabelErrors } from '../names.ts';
import { parseQuantity, signOf } from '../quantity.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkFieldReference, checkResourceReference, volumeFields } from './downward.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, forbidden, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkName } from './name-check.ts';
import { checkNoBacksteps, checkNonReservedPath } from './paths.ts';

type SourceCheck = (errors: FieldError[], path: FieldPath, source: never, version: KubernetesVersion) => void;

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateHostPathVolumeSource */
export const checkHostPath = (
  errors: FieldError[],
  path: FieldPath,
  source: { path: string; type?: string },
): void => {
  if (source.path === '') {
    errors.push(required(path.child('path')));
    return;
  }
  checkNoBacksteps(errors, path.child('path'), source.path);
  if (source.type !== undefined && !hostPathTypes.includes(source.type)) {
    errors.push(notSupported(path.child('type'), source.type, hostPathTypes));
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateNFSVolumeSource */
export const checkNfs = (
  errors: FieldError[],
  path: FieldPath,
  source: { server: string; path: string },
): void => {
  if (source.server === '') errors.push(required(path.child('server')));
  if (source.path === '') errors.push(required(path.child('path')));
  if (!source.path.startsWith('/'))
    errors.push(invalid(path.child('path'), source.path, 'must be an absolute path'));
};

const modeMessage = 'must be a number between 0 and 0777 (octal), both inclusive';
const checkMode = (errors: FieldError[], path: FieldPath, mode: number | undefined): void => {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.push(invalid(path, mode, modeMessage));
};

interface KeyToPath {
  key: string;
  path: string;
  mode?: number;
}

const checkItems = (errors: FieldError[], path: FieldPath, items: readonly KeyToPath[] = []): void => {
  items.forEach(({ key, path: target, mode }, index) => {
    const at = path.index(index);
    if (key === '') errors.push(required(at.child('key')));
    if (target === '') errors.push(required(at.child('path')));
    checkNonReservedPath(errors, at.child('path'), target);
    checkMode(errors, at.child('mode'), mode);
  });
};

interface DownwardFile {
  path: string;
  mode?: number;
  fieldRef?: { apiVersion?: string; fieldPath: string };
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
}

const checkDownwardFile = (
  errors: FieldError[],
  path: FieldPath,
  file: DownwardFile,
  version: KubernetesVersion,
): void => {
  if (file.path === '') errors.push(required(path.child('path')));
  checkNonReservedPath(errors, path.child('path'), file.path);
  if (file.fieldRef !== undefined) {
    checkFieldReference(errors, path.child('fieldRef'), file.fieldRef, volumeFields, version);
    if (file.resourceFieldRef !== undefined) {
      const why = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      errors.push(invalid(path, 'resource', why));
    }
  } else if (file.resourceFieldRef !== undefined) {
    checkResourceReference(errors, path.child('resourceFieldRef'), file.resourceFieldRef, true);
  } else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  checkMode(errors, path.child('mode'), file.mode);
};

type Named = { name?: string; items?: KeyToPath[] };
interface Projection {
  secret?: Named;
  configMap?: Named;
  downwardAPI?: { items?: DownwardFile[] };
  serviceAccountToken?: { audience?: string; expirationSeconds?: number; path: string };
}

const checkToken = (
  errors: FieldError[],
  path: FieldPath,
  token: NonNullable<Projection['serviceAccountToken']>,
): void => {
  const { expirationSeconds = 3600 } = token;
  const tooSoon = 'may not specify a duration less than 10 minutes';
  if (expirationSeconds < 600)
    errors.push(invalid(path.child('expirationSeconds'), expirationSeconds, tooSoon));
  const tooLate = 'may not specify a duration larger than 2^32 seconds';
  if (expirationSeconds > 2 ** 32)
    errors.push(invalid(path.child('expirationSeconds'), expirationSeconds, tooLate));
  if (token.path === '') errors.push(required(path.child('path')));
  else checkNonReservedPath(errors, path.child('path'), token.path);
};

const checkProjection = (
  errors: FieldError[],
  path: FieldPath,
  projection: Projection,
  version: KubernetesVersion,
): void => {
  let count = 0;
  for (const kind of ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const) {
    const source = projection[kind];
    if (source === undefined) continue;
    const at = path.child(kind);
    if (count++ > 0) errors.push(forbidden(at, 'may not specify more than 1 volume type'));
    else if (kind === 'serviceAccountToken') checkToken(errors, at, projection.serviceAccountToken!);
    else if (kind === 'downwardAPI') {
      projection.downwardAPI!.items?.forEach((file, index) => {
        checkDownwardFile(errors, at.child('items').index(index), file, version);
      });
    } else {
      const { name = '', items } = source as Named;
      if (name === '') errors.push(required(at.child('name')));
      checkItems(errors, at.child('items'), items);
    }
  }
};

/** In upstream's order, which decides which source is the one too many. */
const sourceChecks: Record<string, SourceCheck> = {
  emptyDir: (errors, path, { sizeLimit }: { sizeLimit?: string }) => {
    if (sizeLimit === undefined || signOf(parseQuantity(sizeLimit)) >= 0) return;
    errors.push(forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity'));
  },
  hostPath: checkHostPath,
  gitRepo: (errors, path, { repository }: { repository: string }) => {
    if (repository === '') errors.push(required(path.child('repository')));
  },
  gcePersistentDisk: (errors, path, { pdName = '' }: { pdName?: string }) => {
    if (pdName === '') errors.push(required(path.child('pdName')));
  },
  awsElasticBlockStore: (errors, path, { volumeID = '' }: { volumeID?: string }) => {
    if (volumeID === '') errors.push(required(path.child('volumeID')));
  },
  secret: (errors, path, source: { secretName?: string; items?: KeyToPath[]; defaultMode?: number }) => {
    if ((source.secretName ?? '') === '') errors.push(required(path.child('secretName')));
    checkMode(errors, path.child('defaultMode'), source.defaultMode);
    checkItems(errors, path.child('items'), source.items);
  },
  nfs: checkNfs,
  iscsi: () => undefined,
  glusterfs: () => undefined,
  flocker: () => undefined,
  persistentVolumeClaim: (errors, path, { claimName }: { claimName: string }) => {
    if (claimName === '') errors.push(required(path.child('claimName')));
  },
  rbd: () => undefined,
  cinder: () => undefined,
  cephfs: () => undefined,
  quobyte: () => undefined,
  downwardAPI: (errors, path, source: { items?: DownwardFile[]; defaultMode?: number }, version) => {
    checkMode(errors, path.child('defaultMode'), source.defaultMode);
    for (const file of source.items ?? []) checkDownwardFile(errors, path, file, version);
  },
  fc: () => undefined,
  flexVolume: () => undefined,
  configMap: (errors, path, source: Named & { defaultMode?: number }) => {
    if ((source.name ?? '') === '') errors.push(required(path.child('name')));
    checkMode(errors, path.child('defaultMode'), source.defaultMode);
    checkItems(errors, path.child('items'), source.items);
  },
  azureFile: () => undefined,
  vsphereVolume: () => undefined,
  photonPersistentDisk: () => undefined,
  portworxVolume: () => undefined,
  azureDisk: () => undefined,
  storageos: () => undefined,
  projected: (errors, path, source: { sources?: Projection[] | null; defaultMode?: number }, version) => {
    checkMode(errors, path.child('defaultMode'), source.defaultMode);
    source.sources?.forEach((projection, index) => {
      checkProjection(errors, path.child('sources').index(index), projection, version);
    });
  },
  scaleIO: () => undefined,
  csi: (errors, path, { driver = '' }: { driver?: string }) => {
    if (driver === '') errors.push(required(path.child('driver')));
  },
  ephemeral: () => undefined,
  image: () => undefined,
};
const sourceOrder = Object.keys(sourceChecks);

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateVolumeSource */
const checkVolumeSource = (
  errors: FieldError[],
  path: FieldPath,
  volume: Volume,
  version: KubernetesVersion,
): void => {
  let count = 0;
  for (const kind of sourceOrder) {
    const source = volume[kind];
    if (source === undefined) continue;
    if (count++ > 0) errors.push(forbidden(path.child(kind), 'may not specify more than 1 volume type'));
    else sourceChecks[kind]!(errors, path.child(kind), source as never, version);
  }
  if (count === 0) errors.push(required(path, 'must specify a volume type'));
};

/** The volumes that are valid, by name. @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateVolumes */
export const checkVolumes = (
  errors: FieldError[],
  path: FieldPath,
  volumes: readonly Volume[] | undefined,
  version: KubernetesVersion,
): ReadonlyMap<string, Volume> => {
  if (volumes === undefined) return noVolumes;
  const valid = new Map<string, Volume>();
  volumes.forEach((volume, index) => {
    const at = path.index(index);
    const before = errors.length;
    checkVolumeSource(errors, at, volume, version);
    if (volume.name === '') errors.push(required(at.child('name')));
    else checkName(errors, () => at.child('name'), volume.name, dns1123LabelErrors, version);
    if (valid.has(volume.name)) errors.push(duplicate(at.child('name'), volume.name));
    if (errors.length === before) valid.set(volume.name, volume);
  });
  return valid;
};

const noVolumes: ReadonlyMap<string, Volume> = new Map();

/** Keys of a ConfigMap's or Secret's data. */
export const checkDataKeys = (
  errors: FieldError[],
  path: FieldPath,
  data: object | undefined,
  version: KubernetesVersion,
): void => {
  for (const key in data) checkName(errors, () => path.key(key), key, configMapKeyErrors, version);
};
