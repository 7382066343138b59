/** Which class is the default one. */
import type { KubeObject } from '../../kube/index.ts';

const annotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** @source k8s 1.20 pkg/volume/util/storageclass.go IsDefaultAnnotation */
export const isDefaultStorageClass = ({ metadata }: KubeObject): boolean =>
  annotations.some((annotation) => metadata.annotations?.[annotation] === 'true');

/** The newest; of those of one second, the first by name. @source k8s 1.28 pkg/volume/util/storageclass.go GetDefaultClass */
export const newestOf = (classes: readonly KubeObject[]): KubeObject | undefined => {
  let newest: KubeObject | undefined;
  for (const one of classes) {
    const [time, best] = [one.metadata.creationTimestamp ?? '', newest?.metadata.creationTimestamp ?? ''];
    if (newest === undefined || time > best || (time === best && one.metadata.name < newest.metadata.name))
      newest = one;
  }
  return newest;
};
