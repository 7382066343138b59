/** `kubectl explain`: which kind and version a resource is; its fields are not described. */
import { defineCommand } from '../command.ts';
import { KubectlError } from '../kubectl-error.ts';
import { findResource } from '../resources/index.ts';

/** @deviates prints kind and version only */
export const explain = defineCommand({
  name: 'explain',
  summary: 'Documentation of resources',
  use: 'explain RESOURCE',
  flags: { recursive: { type: 'bool' }, 'api-version': { type: 'string' } },
  async run({ args }, context) {
    if (args.length === 0) {
      throw new KubectlError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    if (args.length > 1) throw new KubectlError('We accept only this format: explain RESOURCE');
    const word = args[0]!.split('.')[0]!;
    const resource = findResource(await context.resources(), word);
    if (resource === undefined)
      throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(word)}`, {
        isPlain: true,
      });
    const version = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    context.out(`KIND:     ${resource.kind}\nVERSION:  ${version}\n`);
  },
});
