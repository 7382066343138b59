/** `kubectl scale`: sets how many replicas something has, through its scale subresource. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import {
  dryRunFlag,
  dryRunOf,
  fileFlags,
  interrupted,
  queryOfFiles,
  recordFlag,
  recorderOf,
  writeOptions,
} from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, isReason } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';

interface ScaleObject extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas?: number };
}

interface Precondition {
  currentReplicas: number;
  resourceVersion: string;
}

const pollMs = 1000;

/** @source k8s 1.20 kubectl/pkg/scale/scale.go ScalePrecondition.validate */
const check = (scale: ScaleObject, { currentReplicas, resourceVersion }: Precondition): void => {
  const replicas = scale.spec?.replicas ?? 0;
  if (currentReplicas !== -1 && currentReplicas !== replicas)
    throw new KubectlError(`Expected replicas to be ${currentReplicas}, was ${replicas}`);
  const actual = scale.metadata.resourceVersion ?? '';
  if (resourceVersion !== '' && resourceVersion !== actual)
    throw new KubectlError(`Expected resource version to be ${resourceVersion}, was ${actual}`);
};

/** @source k8s 1.20 kubectl/pkg/scale/scale.go ScaleSimple */
const setScale = async (
  { resource, namespace, name }: ResourceInfo,
  replicas: number,
  precondition: Precondition | undefined,
  options: { dryRun?: boolean },
  context: CommandContext,
): Promise<void> => {
  if (precondition === undefined) {
    await context.api.patch(
      resource,
      namespace,
      name,
      'merge-patch+json',
      { spec: { replicas } },
      {
        ...options,
        subresource: 'scale',
      },
    );
    return;
  }
  for (;;) {
    const scale = (await context.api.get(resource, namespace, name, 'scale')) as ScaleObject;
    check(scale, precondition);
    const changed = { ...scale, spec: { ...scale.spec, replicas } };
    try {
      await context.api.update(resource, namespace, changed, { ...options, subresource: 'scale' });
      return;
    } catch (caught) {
      if (!isReason(caught, 'Conflict')) throw caught;
    }
    await context.clock.sleep(pollMs);
  }
};

/** @source k8s 1.20 kubectl/pkg/scale/scale.go WaitForScaleHasDesiredReplicas */
const waitForReplicas = async (
  { resource, namespace, name }: ResourceInfo,
  replicas: number,
  timeoutMs: number,
  context: CommandContext,
): Promise<void> => {
  const endMs = context.clock.now() + timeoutMs;
  while (context.clock.now() < endMs) {
    const scale = (await context.api.get(resource, namespace, name, 'scale')) as ScaleObject;
    if (scale.spec?.replicas !== replicas || (scale.status?.replicas ?? 0) === replicas) return;
    if (context.clock.now() >= (context.deadlineMs ?? Infinity))
      throw interrupted(`replicas of ${resource.name}/${name}`);
    await context.clock.sleep(Math.min(pollMs, endMs - context.clock.now()));
  }
  throw new KubectlError('timed out waiting for the condition');
};

/** @source k8s 1.20 kubectl/pkg/cmd/scale/scale.go RunScale */
export const scale = defineCommand({
  name: 'scale',
  summary: 'Set a new size for a Deployment, ReplicaSet or Replication Controller',
  use: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  suggestFor: ['resize'],
  flags: {
    ...fileFlags,
    replicas: { type: 'int' },
    'current-replicas': { type: 'int', default: -1 },
    'resource-version': { type: 'string' },
    timeout: { type: 'duration' },
    all: { type: 'bool' },
    selector: { type: 'string', short: 'l' },
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
    'dry-run': dryRunFlag,
    record: recordFlag,
  },
  requiredFlags: ['replicas'],
  async run(line, context) {
    const { args, flags } = line;
    const recorder = recorderOf(line, context);
    const dryRun = dryRunOf(flags['dry-run'], context);
    const told = isAtLeast(context.version, 28) ? { dryRun } : {};
    const print = resultPrinter(context, { output: flags.output, template: flags.template, ...told });
    if (flags.replicas < 0) {
      throw new KubectlError(
        'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
      );
    }
    const isGuarded = flags['current-replicas'] !== -1 || flags['resource-version'] !== '';
    const precondition = isGuarded
      ? { currentReplicas: flags['current-replicas'], resourceVersion: flags['resource-version'] }
      : undefined;
    const query = { args, ...queryOfFiles(flags), labelSelector: flags.selector, isTypeEnough: flags.all };
    const count = await visitResources(context, query, async (info) => {
      if (dryRun === 'client') {
        print(info.object, 'scaled');
        return;
      }
      const { resource, namespace, name, object } = info;
      const options = writeOptions(dryRun);
      await setScale(info, flags.replicas, precondition, options, context);
      if (flags.timeout !== 0 && dryRun === 'none')
        await waitForReplicas(info, flags.replicas, flags.timeout, context);
      const patch = recorder.patchOf(object);
      if (patch !== undefined)
        await context.api.patch(resource, namespace, name, 'merge-patch+json', patch, options);
      print(object, 'scaled');
    });
    if (count === 0) throw new KubectlError('no objects passed to scale');
  },
});
