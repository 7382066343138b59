/** `kubectl create job` and `kubectl create cronjob`. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, UnknownObject } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { fetchResources } from '../resources/index.ts';
import { defineCreate } from './define-create.ts';

interface CronJobObject extends KubeObject {
  spec: { jobTemplate: { metadata?: { labels?: object; annotations?: object }; spec: unknown } };
}

/** The job that a cron job would start now. @source k8s 1.20 kubectl/pkg/cmd/create/create_job.go createJobFromCronJob */
const jobFrom = async (name: string, from: string, context: CommandContext): Promise<UnknownObject> => {
  const infos = await fetchResources(context, { args: [from] }, { stopsAtError: true });
  const [info] = infos;
  if (infos.length !== 1 || info?.object.kind !== 'CronJob')
    throw new KubectlError('from must be an existing cronjob');
  const { metadata, spec } = info.object as CronJobObject;
  const { labels, annotations } = spec.jobTemplate.metadata ?? {};
  const apiVersion = isAtLeast(context.version, 21) ? 'batch/v1' : 'batch/v1beta1';
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
      ...(labels === undefined ? {} : { labels: labels as Record<string, string> }),
      ownerReferences: [{ apiVersion, kind: 'CronJob', name: metadata.name, uid: metadata.uid ?? '' }],
    },
    spec: spec.jobTemplate.spec,
  };
};

const podTemplate = (
  name: string,
  image: string,
  command: readonly string[],
  restartPolicy: string,
): unknown => ({
  spec: { containers: [{ name, image, ...(command.length > 0 ? { command } : {}) }], restartPolicy },
});

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_job.go */
export const job = defineCreate({
  name: 'job',
  summary: 'Create a job with the specified name',
  use: 'create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: { image: { type: 'string' }, from: { type: 'string' } },
  failsAs: 'job',
  build(name, { args, flags }, context) {
    const command = args.slice(1);
    if ((flags.image === '') === (flags.from === ''))
      throw new KubectlError('either --image or --from must be specified');
    if (command.length > 0 && flags.from !== '') throw new KubectlError('cannot specify --from and command');
    if (flags.from !== '') return jobFrom(name, flags.from, context);
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: { template: podTemplate(name, flags.image, command, 'Never') },
    };
  },
});

/** @source k8s 1.20 kubectl/pkg/cmd/create/create_cronjob.go */
export const cronJob = defineCreate({
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cronjob with the specified name',
  use: "create cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  flags: {
    image: { type: 'string' },
    schedule: { type: 'string' },
    restart: { type: 'string', default: 'OnFailure' },
  },
  requiredFlags: ['image', 'schedule'],
  failsAs: 'cronjob',
  build: (name, { args, flags }, { version }) => ({
    apiVersion: isAtLeast(version, 21) ? 'batch/v1' : 'batch/v1beta1',
    kind: 'CronJob',
    metadata: { name },
    spec: {
      schedule: flags.schedule,
      jobTemplate: {
        metadata: { name },
        spec: { template: podTemplate(name, flags.image, args.slice(1), flags.restart) },
      },
    },
  }),
});
