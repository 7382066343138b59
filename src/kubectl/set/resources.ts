/** `kubectl set resources`: requests and limits of containers. */
import { podSpecOf, withPodSpec } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import { quantitiesOf } from '../create/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { changeObjects, objectsOf, setFlags } from './change-objects.ts';
import type { SetLine } from './change-objects.ts';
import { changeContainers, meantContainers } from './select-containers.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_resources.go */
export const setResources = defineCommand({
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  use: 'set resources (-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]',
  flags: {
    ...setFlags,
    containers: { type: 'string', short: 'c', default: '*' },
    limits: { type: 'string' },
    requests: { type: 'string' },
  },
  async run(line, context) {
    const { args, flags } = line;
    const infos = await objectsOf(line as unknown as SetLine, args, context);
    if (flags.all && flags.selector !== '')
      throw new KubectlError('cannot set --all and --selector at the same time');
    if (flags.limits === '' && flags.requests === '') {
      throw new KubectlError(
        'you must specify an update to requests or limits (in the form of --requests/--limits)',
      );
    }
    const [limits, requests] = [quantitiesOf(flags.limits), quantitiesOf(flags.requests)];
    await changeObjects(
      infos,
      {
        operation: 'resource requirements updated',
        failsAs: 'failed to patch resources update to pod template ',
        change(object, fail) {
          const spec = podSpecOf(object);
          if (spec === undefined)
            throw new KubectlError(
              `the object is not a pod or does not have a pod template: *v1.${object.kind}`,
            );
          if (meantContainers(spec, flags.containers, context.version).length === 0)
            fail(`error: unable to find container named ${flags.containers}`);
          return withPodSpec(object, (old) =>
            changeContainers(old, flags.containers, context.version, (container) => ({
              ...container,
              resources: {
                ...container.resources,
                ...(limits === undefined ? {} : { limits: { ...container.resources?.limits, ...limits } }),
                ...(requests === undefined
                  ? {}
                  : { requests: { ...container.resources?.requests, ...requests } }),
              },
            })),
          );
        },
      },
      line as unknown as SetLine,
      context,
    );
  },
});
