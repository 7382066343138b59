/** `kubectl api-resources`: what the API serves. */
import { TabWriter, isAtLeast, tableWriterOptions } from '../../kube/index.ts';
import type { ApiResource } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import { KubectlError, usageError } from '../kubectl-error.ts';
import { qualifiedResource } from '../resources/index.ts';

const groupVersion = ({ group, version }: ApiResource): string =>
  group === '' ? version : `${group}/${version}`;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The first served version of each resource, which is the preferred one. @source client-go/discovery ServerPreferredResources */
const preferred = (served: readonly ApiResource[]): ApiResource[] => {
  const byName = new Map<string, ApiResource>();
  for (const resource of served) {
    const key = qualifiedResource(resource);
    if (!byName.has(key)) byName.set(key, resource);
  }
  return [...byName.values()];
};

/** @source k8s 1.20 kubectl/pkg/cmd/apiresources/apiresources.go RunAPIResources */
export const apiResources = defineCommand({
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  use: 'api-resources',
  flags: {
    'api-group': { type: 'string' },
    namespaced: { type: 'bool', default: true },
    verbs: { type: 'stringSlice' },
    output: { type: 'string', short: 'o' },
    'no-headers': { type: 'bool' },
    'sort-by': { type: 'string' },
    cached: { type: 'bool' },
  },
  async run({ args, flags, isSet }, context) {
    if (args.length > 0) throw usageError(context.commandPath, `unexpected arguments: [${args.join(' ')}]`);
    if (!['', 'wide', 'name'].includes(flags.output))
      throw new KubectlError(`--output ${flags.output} is not available`);
    if (!['', 'name', 'kind'].includes(flags['sort-by']))
      throw new KubectlError('--sort-by accepts only name or kind');
    const shown = preferred(await context.resources())
      .filter(({ group }) => !isSet('api-group') || group === flags['api-group'])
      .filter(({ namespaced }) => !isSet('namespaced') || namespaced === flags.namespaced)
      .filter(({ verbs }) => flags.verbs.every((verb) => verbs.includes(verb)));
    if (flags['sort-by'] === '')
      shown.sort((a, b) => compareTexts(a.group, b.group) || compareTexts(a.name, b.name));
    if (flags['sort-by'] === 'name') shown.sort((a, b) => compareTexts(a.name, b.name));
    if (flags['sort-by'] === 'kind') shown.sort((a, b) => compareTexts(a.kind, b.kind));
    if (flags.output === 'name') {
      for (const resource of shown) context.out(`${qualifiedResource(resource)}\n`);
      return;
    }
    const isWide = flags.output === 'wide';
    const hasVersion = isAtLeast(context.version, 20);
    const writer = new TabWriter(tableWriterOptions);
    if (!flags['no-headers']) {
      const headers = [
        'NAME',
        'SHORTNAMES',
        hasVersion ? 'APIVERSION' : 'APIGROUP',
        'NAMESPACED',
        'KIND',
        ...(isWide ? ['VERBS'] : []),
      ];
      writer.write(`${headers.join('\t')}\n`);
    }
    for (const resource of shown) {
      const where = hasVersion ? groupVersion(resource) : resource.group;
      const cells = [
        resource.name,
        resource.shortNames.join(','),
        where,
        String(resource.namespaced),
        resource.kind,
      ];
      writer.write(`${[...cells, ...(isWide ? [`[${resource.verbs.join(' ')}]`] : [])].join('\t')}\n`);
    }
    context.out(writer.flush());
  },
});
