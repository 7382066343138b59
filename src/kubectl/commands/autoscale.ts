/** `kubectl autoscale`: a horizontal pod autoscaler for something that scales. */
import { isAtLeast, parseQuantity, ValueError } from '../../kube/index.ts';
import { fileFlags, queryOfFiles, recordFlag, recorderOf, warnDeprecatedFlag } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { createFlags, createGenerated } from '../create/index.ts';
import { FlagError, KubectlError } from '../kubectl-error.ts';
import { visitResources } from '../resources/index.ts';

const cpuPercentAdvice =
  "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).";

/** What a metric of the autoscaler aims at: "70%" of what is asked for, or an amount; a bare number is milli-CPU or mebibytes. */
const targetOf = (name: 'cpu' | 'memory', text: string): object => {
  const input = text.trim();
  if (input.endsWith('%')) {
    const share = input.slice(0, -1);
    if (!/^\+?\d+$/.test(share) || Number(share) >= 2 ** 31)
      throw new KubectlError(`invalid percentage value: ${share}`);
    return { type: 'Utilization', averageUtilization: Number(share) };
  }
  const isBare = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(input);
  const amount = isBare ? `${Number(input)}${name === 'cpu' ? 'm' : 'Mi'}` : input;
  try {
    parseQuantity(amount);
  } catch (caught) {
    if (!(caught instanceof ValueError)) throw caught;
    throw new KubectlError(`invalid resource ${name} value: ${input}`);
  }
  return { type: 'AverageValue', averageValue: amount };
};

const metricOf = (name: 'cpu' | 'memory', target: object): object => ({
  type: 'Resource',
  resource: { name, target },
});

/** @source k8s 1.20 kubectl/pkg/cmd/autoscale/autoscale.go; autoscaling/v2 since 1.33, --cpu and --memory since 1.34 */
export const autoscale = defineCommand({
  name: 'autoscale',
  summary: 'Auto-scale a Deployment, ReplicaSet, StatefulSet, or ReplicationController',
  use: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: {
    ...createFlags,
    ...fileFlags,
    'field-manager': { type: 'string', default: 'kubectl-autoscale' },
    generator: { type: 'string', default: 'horizontalpodautoscaler/v1' },
    min: { type: 'int', default: -1, bits: 32 },
    max: { type: 'int', default: -1, bits: 32 },
    'cpu-percent': { type: 'int', default: -1, bits: 32 },
    cpu: { type: 'string', summary: 'From 1.34 on' },
    memory: { type: 'string', summary: 'From 1.34 on' },
    name: { type: 'string' },
    record: recordFlag,
  },
  requiredFlags: ['max'],
  async run(line, context) {
    const { args, flags, isSet } = line;
    const { version } = context;
    const isNewer = isAtLeast(version, 34);
    for (const name of ['cpu', 'memory'] as const)
      if (isSet(name) && !isNewer) throw new FlagError(`unknown flag: --${name}`);
    if (isSet('generator') && isAtLeast(version, 22)) throw new FlagError('unknown flag: --generator');
    if (isSet('generator') && isAtLeast(version, 20))
      warnDeprecatedFlag(context, 'generator', 'has no effect and will be removed in the future.');
    if (isSet('cpu-percent') && isNewer) warnDeprecatedFlag(context, 'cpu-percent', cpuPercentAdvice);
    const recorder = recorderOf(line, context);
    if (flags.max < 1)
      throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${flags.max}`);
    if (flags.max < flags.min) {
      throw new KubectlError(
        `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${flags.max}, min: ${flags.min}`,
      );
    }
    if (flags['cpu-percent'] > 0 && flags.cpu !== '')
      throw new KubectlError('--cpu-percent and --cpu are mutually exclusive');
    const percent = flags['cpu-percent'];
    const metrics = [
      ...(percent > 0 ? [metricOf('cpu', { type: 'Utilization', averageUtilization: percent })] : []),
      ...(flags.cpu === '' ? [] : [metricOf('cpu', targetOf('cpu', flags.cpu))]),
      ...(flags.memory === '' ? [] : [metricOf('memory', targetOf('memory', flags.memory))]),
    ];
    const count = await visitResources(
      context,
      { args, ...queryOfFiles(flags) },
      async ({ object, resource, name }) => {
        if (!resource.subresources.includes('scale')) {
          const { group, version, name: plural } = resource;
          throw new KubectlError(
            `cannot autoscale a ${resource.kind}: could not find scale subresource for ${group}/${version}, Resource=${plural} in discovery information`,
          );
        }
        const create = async (apiVersion: string, aim: object): Promise<void> => {
          const autoscaler = {
            apiVersion,
            kind: 'HorizontalPodAutoscaler',
            metadata: { name: flags.name === '' ? name : flags.name },
            spec: {
              scaleTargetRef: { kind: object.kind, name, apiVersion: object.apiVersion },
              ...(flags.min > 0 ? { minReplicas: flags.min } : {}),
              maxReplicas: flags.max,
              ...aim,
            },
          };
          await createGenerated(recorder.record(autoscaler), line, context, undefined, 'autoscaled');
        };
        const first = (): Promise<void> =>
          create('autoscaling/v1', percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {});
        if (!isAtLeast(version, 33)) return first();
        // Whatever is wrong with v2, upstream tries v1 then and tells what is wrong with that.
        await create('autoscaling/v2', metrics.length > 0 ? { metrics } : {}).catch(first);
      },
    );
    if (count === 0) throw new KubectlError('no objects passed to autoscale');
  },
});
