/** `kubectl top nodes`: the CPU and memory that nodes use now, and the share of what they have. */
import { TabWriter, tableWriterOptions } from '../../kube/index.ts';
import type { Node, NodeMetrics } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { cpuText, memoryText, usageOf } from './amounts.ts';
import { metricsResource } from './metrics-available.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/top/top_node.go RunTopNode, kubectl/pkg/metricsutil/metrics_printer.go PrintNodeMetrics */
export const topNodes = defineCommand({
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'Display Resource (CPU/Memory/Storage) usage of nodes',
  use: 'top node [NAME | -l label]',
  flags: {
    selector: { type: 'string', short: 'l' },
    'sort-by': { type: 'string' },
    'no-headers': { type: 'bool' },
  },
  async run({ args, flags }, context) {
    const sortBy = flags['sort-by'];
    if (!['', 'cpu', 'memory'].includes(sortBy))
      throw new KubectlError('--sort-by accepts only cpu or memory');
    const [name] = args;
    if (name !== undefined && flags.selector !== '')
      throw new KubectlError('only one of NAME or --selector can be provided');
    const resource = await metricsResource('nodes', context);
    const nodesResource = { group: '', version: 'v1', name: 'nodes' };
    const options = flags.selector === '' ? {} : { labelSelector: flags.selector };
    const metrics = (
      name !== undefined
        ? [await context.api.get(resource, undefined, name)]
        : (await context.api.list(resource, options)).items
    ) as NodeMetrics[];
    if (metrics.length === 0) throw new KubectlError('metrics not available yet');
    const nodes = (
      name !== undefined
        ? [await context.api.get(nodesResource, undefined, name)]
        : (await context.api.list(nodesResource, options)).items
    ) as Node[];
    const key = sortBy === 'memory' ? 'memoryBytes' : 'cpuMillis';
    const compareNames = (a: NodeMetrics, b: NodeMetrics): number =>
      a.metadata.name < b.metadata.name ? -1 : 1;
    const sorted = [...metrics].sort(
      sortBy === ''
        ? compareNames
        : (a, b) => usageOf(b.usage)[key] - usageOf(a.usage)[key] || compareNames(a, b),
    );
    const writer = new TabWriter(tableWriterOptions);
    if (!flags['no-headers']) writer.write('NAME\tCPU(cores)\tCPU%\tMEMORY(bytes)\tMEMORY%\t\n');
    for (const one of sorted) {
      const used = usageOf(one.usage);
      const whole = usageOf(
        nodes.find(({ metadata }) => metadata.name === one.metadata.name)?.status?.allocatable,
      );
      const share = (part: number, all: number): string =>
        all === 0 ? '<unknown>' : `${Math.trunc((part / all) * 100)}%`;
      const cells = [
        cpuText(used),
        share(used.cpuMillis, whole.cpuMillis),
        memoryText(used),
        share(used.memoryBytes, whole.memoryBytes),
      ];
      writer.write(`${[one.metadata.name, ...cells].join('\t')}\t\n`);
    }
    // Nodes that nobody has measured come last, unknown.
    for (const { metadata } of nodes) {
      const isMeasured = metrics.some((one) => one.metadata.name === metadata.name);
      if (!isMeasured)
        writer.write(`${[metadata.name, ...Array<string>(4).fill('<unknown>')].join('\t')}\t\n`);
    }
    context.out(writer.flush());
  },
});
