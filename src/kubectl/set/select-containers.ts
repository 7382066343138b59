/** The containers of a pod spec that -c means; `*` stands for any letters. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion } from '../../kube/index.ts';
import type { LooseContainer, LoosePodSpec } from '../changes/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/set/helper.go selectContainers */
export const isMeant = (name: string, pattern: string): boolean => {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(name);
};

/** Containers first, then (since 1.21) init containers, as upstream visits them. */
export const meantContainers = (
  spec: LoosePodSpec,
  pattern: string,
  version: KubernetesVersion,
): LooseContainer[] => {
  const init = isAtLeast(version, 21) ? (spec.initContainers ?? []) : [];
  return [...(spec.containers ?? []), ...init].filter(({ name }) => isMeant(name, pattern));
};

/** The spec with the meant containers changed. */
export const changeContainers = (
  spec: LoosePodSpec,
  pattern: string,
  version: KubernetesVersion,
  change: (container: LooseContainer) => LooseContainer,
): LoosePodSpec => {
  const changed = (containers: LooseContainer[]): LooseContainer[] =>
    containers.map((container) => (isMeant(container.name, pattern) ? change(container) : container));
  return {
    ...spec,
    ...(spec.initContainers === undefined || !isAtLeast(version, 21)
      ? {}
      : { initContainers: changed(spec.initContainers) }),
    containers: changed(spec.containers ?? []),
  };
};
