/** The sources of a persistent volume, of which there must be one. */
import type { FieldError } from './field-error.ts';
import { forbidden, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkNoBacksteps } from './paths.ts';
import { checkHostPath, checkNfs } from './volumes.ts';

/** In upstream's order, which decides which source is the one too many. */
export const persistentSources = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec */
export const checkPersistentSource = (
  errors: FieldError[],
  path: FieldPath,
  spec: Record<string, unknown>,
  hasAffinity: boolean,
): void => {
  let count = 0;
  for (const kind of persistentSources) {
    const source = spec[kind] as
      { path: string; server: string; driver?: string; volumeHandle?: string } | undefined;
    if (source === undefined) continue;
    const at = path.child(kind);
    if (count++ > 0) {
      errors.push(forbidden(at, 'may not specify more than 1 volume type'));
      continue;
    }
    if (kind === 'hostPath') checkHostPath(errors, at, source);
    else if (kind === 'nfs') checkNfs(errors, at, source);
    else if (kind === 'local') {
      if (source.path === '') errors.push(required(at.child('path')));
      else checkNoBacksteps(errors, at.child('path'), source.path);
      if (!hasAffinity)
        errors.push(required(path.child('nodeAffinity'), 'Local volume requires node affinity'));
    } else if (kind === 'csi') {
      if ((source.driver ?? '') === '') errors.push(required(at.child('driver')));
      if ((source.volumeHandle ?? '') === '') errors.push(required(at.child('volumeHandle')));
    }
  }
  if (count === 0) errors.push(required(path, 'must specify a volume type'));
};
