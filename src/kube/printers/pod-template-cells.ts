/** The wide columns of whatever has a pod template: container names, images, selector. */
import type { PodSpec } from '../objects/index.ts';
import { wide } from './printer.ts';

export const templateColumns = [wide('Containers'), wide('Images'), wide('Selector')] as const;

/** @source k8s 1.20 pkg/printers/internalversion/printers.go layoutContainerCells */
export const containerCells = (spec: Partial<PodSpec> | undefined): [string, string] => {
  const containers = spec?.containers ?? [];
  return [
    containers.map((container) => container.name).join(','),
    containers.map((container) => container.image ?? '').join(','),
  ];
};
