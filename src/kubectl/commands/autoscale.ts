/** `kubectl autoscale`: a horizontal pod autoscaler for something that scales. */
import { fileFlags, queryOfFiles, recordFlag, recorderOf } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { createFlags, createGenerated } from '../create/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { visitResources } from '../resources/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/autoscale/autoscale.go */
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
    name: { type: 'string' },
    record: recordFlag,
  },
  requiredFlags: ['max'],
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    if (flags.max < 1)
      throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${flags.max}`);
    if (flags.max < flags.min) {
      throw new KubectlError(
        `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${flags.max}, min: ${flags.min}`,
      );
    }
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
        const cpu = flags['cpu-percent'];
        const autoscaler = {
          apiVersion: 'autoscaling/v1',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: flags.name === '' ? name : flags.name },
          spec: {
            scaleTargetRef: { kind: object.kind, name, apiVersion: object.apiVersion },
            ...(flags.min > 0 ? { minReplicas: flags.min } : {}),
            maxReplicas: flags.max,
            ...(cpu >= 0 ? { targetCPUUtilizationPercentage: cpu } : {}),
          },
        };
        await createGenerated(recorder.record(autoscaler), line, context, undefined, 'autoscaled');
      },
    );
    if (count === 0) throw new KubectlError('no objects passed to autoscale');
  },
});
