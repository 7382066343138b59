/** The containers of a pod spec that -c means; `*` stands for any letters. */
import type { LooseContainer, LoosePodSpec } from '../changes/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/set/helper.go selectContainers */
export const isMeant = (name: string, pattern: string): boolean => {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(name);
};

/** Containers first, then init containers, as upstream visits them. */
export const meantContainers = (spec: LoosePodSpec, pattern: string): LooseContainer[] =>
  [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(({ name }) => isMeant(name, pattern));

/** The spec with the meant containers changed. */
export const changeContainers = (
  spec: LoosePodSpec,
  pattern: string,
  change: (container: LooseContainer) => LooseContainer,
): LoosePodSpec => {
  const changed = (containers: LooseContainer[]): LooseContainer[] =>
    containers.map((container) => (isMeant(container.name, pattern) ? change(container) : container));
  return {
    ...spec,
    ...(spec.initContainers === undefined ? {} : { initContainers: changed(spec.initContainers) }),
    containers: changed(spec.containers ?? []),
  };
};
