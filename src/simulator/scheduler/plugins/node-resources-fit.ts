/** NodeResourcesFit: what the pods of a node request may not exceed what the node can allocate. */
import type { NodeInfo } from '../node-info.ts';
import type { Rejection, SchedulerPlugin } from '../plugin.ts';

const rejections: (Rejection | undefined)[] = [];
const reasonOfBit = [
  'Too many pods',
  'Insufficient cpu',
  'Insufficient memory',
  'Insufficient ephemeral-storage',
];

const rejectionOf = (bits: number): Rejection =>
  (rejections[bits] ??= {
    reasons: reasonOfBit.filter((_, bit) => (bits & (1 << bit)) !== 0),
    isResolvable: true,
  });

const lackingScalars = (scalars: ReadonlyMap<string, number>, node: NodeInfo): string[] => {
  const lacking: string[] = [];
  for (const [name, amount] of scalars) {
    if ((node.allocatableScalars?.get(name) ?? 0) < amount + (node.scalars.get(name) ?? 0))
      lacking.push(`Insufficient ${name}`);
  }
  return lacking;
};

/** @source k8s 1.20 pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest */
export const nodeResourcesFit: SchedulerPlugin = {
  name: 'NodeResourcesFit',
  filter({ pod: { requests } }) {
    const { cpuMillis, memoryBytes, storageBytes, scalars } = requests;
    const asksNothing = cpuMillis === 0 && memoryBytes === 0 && storageBytes === 0 && scalars === undefined;
    return (node) => {
      let bits = node.pods.size + 1 > node.allowedPods ? 1 : 0;
      if (!asksNothing) {
        if (node.allocatableCpuMillis < cpuMillis + node.cpuMillis) bits |= 2;
        if (node.allocatableMemoryBytes < memoryBytes + node.memoryBytes) bits |= 4;
        if (node.allocatableStorageBytes < storageBytes + node.storageBytes) bits |= 8;
        if (scalars !== undefined) {
          const lacking = lackingScalars(scalars, node);
          if (lacking.length > 0)
            return { reasons: [...rejectionOf(bits).reasons, ...lacking], isResolvable: true };
        }
      }
      return bits === 0 ? undefined : rejectionOf(bits);
    };
  },
};
