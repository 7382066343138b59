/** Checks of where a container mounts volumes and sees block devices. */
import type { Container, Volume, VolumeMount } from '../objects/index.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notFound, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkDescendingPath } from './paths.ts';

export interface VolumeDevice {
  name: string;
  devicePath: string;
}

const propagations = ['Bidirectional', 'HostToContainer', 'None'];

const checkPropagation = (
  errors: FieldError[],
  path: FieldPath,
  propagation: string,
  container: Container,
): void => {
  if (!propagations.includes(propagation)) errors.push(notSupported(path, propagation, propagations));
  if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.push(
      forbidden(path, 'Bidirectional mount propagation is available only to privileged containers'),
    );
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateVolumeMounts */
export const checkVolumeMounts = (
  errors: FieldError[],
  path: FieldPath,
  mounts: readonly VolumeMount[],
  container: Container & { volumeDevices?: VolumeDevice[] },
  volumes: ReadonlyMap<string, Volume>,
): void => {
  const taken = new Set<string>();
  const devices = container.volumeDevices ?? [];
  mounts.forEach((mount, index) => {
    const at = path.index(index);
    if (mount.name === '') errors.push(required(at.child('name')));
    if (!volumes.has(mount.name)) errors.push(notFound(at.child('name'), mount.name));
    if (mount.mountPath === '') errors.push(required(at.child('mountPath')));
    if (taken.has(mount.mountPath))
      errors.push(invalid(at.child('mountPath'), mount.mountPath, 'must be unique'));
    taken.add(mount.mountPath);
    if (devices.some(({ name }) => name === mount.name)) {
      errors.push(invalid(at.child('name'), mount.name, 'must not already exist in volumeDevices'));
    }
    if (devices.some(({ devicePath }) => devicePath === mount.mountPath)) {
      const why = 'must not already exist as a path in volumeDevices';
      errors.push(invalid(at.child('mountPath'), mount.mountPath, why));
    }
    const { subPath = '', subPathExpr = '' } = mount;
    if (subPath !== '') checkDescendingPath(errors, path.child('subPath'), subPath);
    if (subPathExpr !== '') {
      const why = 'subPathExpr and subPath are mutually exclusive';
      if (subPath !== '') errors.push(invalid(at.child('subPathExpr'), subPathExpr, why));
      checkDescendingPath(errors, path.child('subPathExpr'), subPathExpr);
    }
    if (mount.mountPropagation !== undefined) {
      checkPropagation(errors, path.child('mountPropagation'), mount.mountPropagation, container);
    }
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateVolumeDevices */
export const checkVolumeDevices = (
  errors: FieldError[],
  path: FieldPath,
  devices: readonly VolumeDevice[],
  mounts: readonly VolumeMount[],
  volumes: ReadonlyMap<string, Volume>,
): void => {
  const names = new Set<string>();
  const paths = new Set<string>();
  devices.forEach(({ name, devicePath }, index) => {
    const at = path.index(index);
    if (name === '') errors.push(required(at.child('name')));
    if (names.has(name)) errors.push(invalid(at.child('name'), name, 'must be unique'));
    const volume = volumes.get(name);
    if (volume === undefined) errors.push(notFound(at.child('name'), name));
    else if (volume.persistentVolumeClaim === undefined) {
      const why = 'can only use volume source type of PersistentVolumeClaim for block mode';
      errors.push(invalid(at.child('name'), name, why));
    }
    if (devicePath === '') errors.push(required(at.child('devicePath')));
    if (paths.has(devicePath)) errors.push(invalid(at.child('devicePath'), devicePath, 'must be unique'));
    if (devicePath.split('/').includes('..')) {
      errors.push(invalid(at.child('devicePath'), devicePath, "can not contain backsteps ('..')"));
    } else paths.add(devicePath);
    if (mounts.some((mount) => mount.name === name)) {
      errors.push(invalid(at.child('name'), name, 'must not already exist in volumeMounts'));
    }
    if (mounts.some((mount) => mount.mountPath === devicePath)) {
      const why = 'must not already exist as a path in volumeMounts';
      errors.push(invalid(at.child('devicePath'), devicePath, why));
    }
    if (name !== '') names.add(name);
  });
};
