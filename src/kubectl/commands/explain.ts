/** `kubectl explain`: a kind's fields and their types. */
import { Schemas } from '../../simulator/index.ts';
import { defineCommand } from '../command.ts';
import { explainModel, findField } from '../explain/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { findResource, resourceOfKind } from '../resources/index.ts';

const unknownKind = (apiVersion: string, kind: string): KubectlError => {
  const groupVersion = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  return new KubectlError(`couldn't find resource for ${JSON.stringify(`${groupVersion}, Kind=${kind}`)}`);
};

/**
 * Fields are as our own API publishes them; only custom kinds have descriptions.
 * @deviates prints as 1.20 does whatever the version: since 1.27 GROUP has a line of its own
 * @source k8s 1.20 kubectl/pkg/cmd/explain/explain.go
 */
export const explain = defineCommand({
  name: 'explain',
  summary: 'Documentation of resources',
  use: 'explain RESOURCE',
  flags: { recursive: { type: 'bool' }, 'api-version': { type: 'string' } },
  async run({ args, flags }, context) {
    if (args.length === 0) {
      throw new KubectlError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    if (args.length > 1) throw new KubectlError('We accept only this format: explain RESOURCE');
    const [word = '', ...path] = args[0]!.replace(/\.$/, '').split('.');
    const served = await context.resources();
    const found = findResource(served, word);
    if (found === undefined)
      throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(word)}`, {
        isPlain: true,
      });
    const wished = flags['api-version'];
    if (wished.split('/').length > 2) throw new KubectlError(`unexpected GroupVersion string: ${wished}`);
    const own = found.group === '' ? found.version : `${found.group}/${found.version}`;
    const apiVersion = wished === '' ? own : wished;
    const resource = resourceOfKind(served, apiVersion, found.kind);
    if (resource === undefined) throw unknownKind(apiVersion, found.kind);
    const schemas = new Schemas(context.serverVersion.minor, '#/definitions/');
    const { definitions } = schemas;
    const whole = definitions[schemas.addKind(resource)]!;
    // What has no fields of its own is not found.
    if (whole.properties === undefined) throw unknownKind(apiVersion, resource.kind);
    const schema = findField(whole, path, definitions);
    context.out(
      explainModel({
        kind: resource.kind,
        apiVersion,
        name: path.at(-1) ?? '',
        schema,
        definitions,
        isRecursive: flags.recursive,
      }),
    );
  },
});
