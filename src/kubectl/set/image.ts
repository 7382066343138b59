/** `kubectl set image`: other images for the containers of pod templates. */
import { podSpecOf, withPodSpec } from '../changes/index.ts';
import type { LooseContainer } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, throwGathered } from '../kubectl-error.ts';
import { changeObjects, objectsOf, setFlags } from './change-objects.ts';
import { resourcePairs } from './resource-pairs.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/set/set_image.go Validate */
const complaints = (
  resources: readonly string[],
  images: ReadonlyMap<string, string>,
  flags: { all: boolean; selector: string; filename: string[] },
): string[] => {
  const found: string[] = [];
  if (flags.all && flags.selector !== '') found.push('cannot set --all and --selector at the same time');
  if (resources.length === 0 && flags.filename.length === 0)
    found.push('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (images.size === 0) found.push('at least one image update is required');
  else if (images.size > 1 && images.has('*'))
    found.push(
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    );
  return found;
};

export const setImage = defineCommand({
  name: 'image',
  summary: 'Update image of a pod template',
  use: 'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags: setFlags,
  async run(line, context: CommandContext) {
    const { resources, pairs } = resourcePairs(line.args, 'image');
    const infos = await objectsOf(line, resources, context);
    throwGathered(complaints(resources, pairs, line.flags).map((text) => new KubectlError(text)));
    const wanted = (container: LooseContainer): string | undefined =>
      pairs.get(container.name) ?? pairs.get('*');
    await changeObjects(
      infos,
      {
        operation: 'image updated',
        failsAs: 'failed to patch image update to pod template: ',
        change(object, fail) {
          const spec = podSpecOf(object);
          if (spec === undefined)
            throw new KubectlError(
              `the object is not a pod or does not have a pod template: *v1.${object.kind}`,
            );
          const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
          for (const name of pairs.keys()) {
            if (name !== '*' && !all.some((container) => container.name === name))
              fail(`error: unable to find container named ${JSON.stringify(name)}`);
          }
          const renewed = (container: LooseContainer): LooseContainer => {
            const image = wanted(container);
            return image === undefined ? container : { ...container, image };
          };
          return withPodSpec(object, (old) => ({
            ...old,
            ...(old.initContainers === undefined ? {} : { initContainers: old.initContainers.map(renewed) }),
            containers: (old.containers ?? []).map(renewed),
          }));
        },
      },
      line,
      context,
    );
  },
});
