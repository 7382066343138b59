/** GET stats/summary of a kubelet: what its node and pods use. @source k8s 1.20 pkg/kubelet/apis/stats/v1alpha1/types.go */
import type { Pod } from '../../kube/index.ts';
import type { Simulator } from '../simulator.ts';

const nanosPerMilli = 1_000_000;
/** Of a container that serves nothing. */
const defaultMemoryBytes = 1024 * 1024;

export const podStats = ({ site, world }: Simulator, nodeName: string, pods: readonly Pod[]): unknown => {
  const machine = site.machines.byName.get(nodeName)!;
  const time = world.nowTime();
  const told = pods.map(({ metadata, spec, status }) => {
    const runtime = machine.engine.pods.get(metadata.uid ?? '');
    const containers = spec.containers.flatMap(({ name }) => {
      const container = runtime?.containers.get(name)?.at(-1);
      if (container?.isRunning !== true) return [];
      const usageCoreNanoSeconds = Math.round(container.usedCpuMillis() * nanosPerMilli);
      const { startedMs } = container;
      return [
        {
          name,
          startTime: `${new Date(startedMs).toISOString().slice(0, 19)}Z`,
          cpu: { time, usageCoreNanoSeconds },
          memory: { time, workingSetBytes: container.service?.memoryBytes ?? defaultMemoryBytes },
        },
      ];
    });
    const podRef = { name: metadata.name, namespace: metadata.namespace, uid: metadata.uid };
    return { podRef, startTime: status?.startTime ?? null, containers };
  });
  return { node: { nodeName }, pods: told };
};
