/** `kubectl top pods`: the CPU and memory that pods use now. */
import { TabWriter, formatDuration, tableWriterOptions } from '../../kube/index.ts';
import type { KubeObject, Pod, PodMetrics } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { addUsage, cpuText, memoryText, usageOf } from './amounts.ts';
import type { Usage } from './amounts.ts';
import { metricsResource } from './metrics-available.ts';

const zero: Usage = { cpuMillis: 0, memoryBytes: 0 };

const byName = (a: KubeObject, b: KubeObject): number => {
  const order = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
  return order(a) < order(b) ? -1 : 1;
};

/** Why there are no metrics for a pod that exists. @source k8s 1.20 kubectl/pkg/cmd/top/top_pod.go verifyEmptyMetrics, checkPodAge */
const explainAbsence = async (
  name: string | undefined,
  namespace: string | undefined,
  selector: string,
  context: CommandContext,
): Promise<void> => {
  const pods = { group: '', version: 'v1', name: 'pods' };
  const found =
    name !== undefined
      ? [await context.api.get(pods, namespace, name)]
      : (
          await context.api.list(pods, {
            ...(namespace === undefined ? {} : { namespace }),
            ...(selector === '' ? {} : { labelSelector: selector }),
          })
        ).items;
  for (const pod of found as Pod[]) {
    const ageMs = context.clock.now() - Date.parse(pod.metadata.creationTimestamp ?? '');
    const message = `Metrics not available for pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name}, age: ${formatDuration(ageMs)}`;
    // A pod younger than two minutes is waited for in patience, which is a warning only.
    if (ageMs <= 120_000) continue;
    throw new KubectlError(message);
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/top/top_pod.go RunTopPod, kubectl/pkg/metricsutil/metrics_printer.go PrintPodMetrics */
export const topPods = defineCommand({
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'Display Resource (CPU/Memory/Storage) usage of pods',
  use: 'top pod [NAME | -l label]',
  flags: {
    selector: { type: 'string', short: 'l' },
    'sort-by': { type: 'string' },
    'all-namespaces': { type: 'bool', short: 'A' },
    containers: { type: 'bool' },
    'no-headers': { type: 'bool' },
    'field-selector': { type: 'string' },
  },
  async run({ args, flags }, context) {
    const sortBy = flags['sort-by'];
    if (!['', 'cpu', 'memory'].includes(sortBy))
      throw new KubectlError('--sort-by accepts only cpu or memory');
    const [name] = args;
    if (name !== undefined && flags.selector !== '')
      throw new KubectlError('only one of NAME or --selector can be provided');
    const resource = await metricsResource('pods', context);
    const namespace = flags['all-namespaces'] ? undefined : context.namespace;
    const metrics = (
      name !== undefined
        ? [await context.api.get(resource, namespace, name)]
        : (
            await context.api.list(resource, {
              ...(namespace === undefined ? {} : { namespace }),
              ...(flags.selector === '' ? {} : { labelSelector: flags.selector }),
            })
          ).items
    ) as PodMetrics[];
    if (metrics.length === 0) {
      await explainAbsence(name, namespace, flags.selector, context);
      const where =
        namespace === undefined ? 'No resources found' : `No resources found in ${namespace} namespace.`;
      return context.err(`${where}\n`);
    }
    const usage = (one: PodMetrics): Usage =>
      one.containers.map((container) => usageOf(container.usage)).reduce(addUsage, zero);
    const key = sortBy === 'cpu' ? 'cpuMillis' : 'memoryBytes';
    const sorted = [...metrics].sort(
      sortBy === '' ? byName : (a, b) => usage(b)[key] - usage(a)[key] || byName(a, b),
    );
    const writer = new TabWriter(tableWriterOptions);
    const row = (cells: readonly string[]): void => writer.write(`${cells.join('\t')}\t\n`);
    const inNamespace = (text: string): string[] => (flags['all-namespaces'] ? [text] : []);
    if (!flags['no-headers']) {
      const middle = flags.containers ? ['POD', 'NAME'] : ['NAME'];
      row([...inNamespace('NAMESPACE'), ...middle, 'CPU(cores)', 'MEMORY(bytes)']);
    }
    for (const one of sorted) {
      const start = [...inNamespace(one.metadata.namespace ?? ''), one.metadata.name];
      if (!flags.containers) row([...start, cpuText(usage(one)), memoryText(usage(one))]);
      else {
        for (const container of one.containers) {
          const used = usageOf(container.usage);
          row([...start, container.name, cpuText(used), memoryText(used)]);
        }
      }
    }
    context.out(writer.flush());
  },
});
