/** `kubectl wait`: until objects meet a condition, or are gone. */
import { OutputError, isAtLeast, jsonPathPrinter, relaxedJsonPath } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import { fileFlags, followObject, interrupted, queryOfFiles, weekMs } from '../changes/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, isNotFound } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import { visitResources } from '../resources/index.ts';

type Condition = (object: KubeObject | undefined) => boolean;

interface Status {
  conditions?: { type?: string; status?: string }[];
}

const conditionOf = (text: string, context: CommandContext): { isMet: Condition; isDelete: boolean } => {
  if (text.toLowerCase() === 'delete') return { isMet: (object) => object === undefined, isDelete: true };
  if (text.startsWith('condition=')) {
    const [name = '', value = 'true'] = text.slice('condition='.length).split(/=(.*)/s);
    const isMet: Condition = (object) => {
      const { status } = (object ?? {}) as { status?: Status };
      const found = status?.conditions?.find(({ type }) => type?.toLowerCase() === name.toLowerCase());
      return found?.status?.toLowerCase() === value.toLowerCase();
    };
    return { isMet, isDelete: false };
  }
  if (text.startsWith('jsonpath=') && isAtLeast(context.version, 23))
    return { isMet: jsonPathCondition(text.slice('jsonpath='.length), context), isDelete: false };
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(text)}`);
};

/** @since k8s 1.23; without a value since 1.31 */
const jsonPathCondition = (text: string, context: CommandContext): Condition => {
  const match = /^'?(\{.*\}|[^=]*)'?(?:=(.*))?$/s.exec(text.replace(/^'|'$/g, ''));
  const [, path = '', value] = match ?? [];
  if (path === '') throw new KubectlError('jsonpath expression cannot be empty');
  if (value === undefined && !isAtLeast(context.version, 31))
    throw new KubectlError(`jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3`);
  if (value === '') throw new KubectlError('jsonpath wait has to have a value after equal sign');
  const wanted = value?.replace(/^["']|["']$/g, '');
  const printer = jsonPathPrinter(relaxedJsonPath(path));
  return (object) => {
    if (object === undefined) return false;
    try {
      const found = printer(object);
      return wanted === undefined ? found !== '' : found === wanted;
    } catch (caught) {
      if (caught instanceof OutputError) return false;
      throw caught;
    }
  };
};

/** @source k8s 1.20 kubectl/pkg/cmd/wait/wait.go */
export const wait = defineCommand({
  name: 'wait',
  summary: 'Experimental: Wait for a specific condition on one or many resources.',
  use: 'wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=delete|--for condition=available]',
  flags: {
    ...fileFlags,
    for: { type: 'string' },
    timeout: { type: 'duration', default: 30_000 },
    selector: { type: 'string', short: 'l' },
    'field-selector': { type: 'string' },
    all: { type: 'bool' },
    'all-namespaces': { type: 'bool', short: 'A' },
    local: { type: 'bool' },
    output: { type: 'string', short: 'o' },
    template: { type: 'string' },
    'allow-missing-template-keys': { type: 'bool', default: true },
  },
  async run({ args, flags }, context) {
    const { isMet, isDelete } = conditionOf(flags.for, context);
    const print = resultPrinter(context, { output: flags.output, template: flags.template });
    const timeoutMs = flags.timeout < 0 ? weekMs : flags.timeout;
    const query = {
      args,
      ...queryOfFiles(flags),
      labelSelector: flags.selector,
      fieldSelector: flags['field-selector'],
      all: flags.all,
      allNamespaces: flags['all-namespaces'],
    };
    let visited = 0;
    await visitResources(
      context,
      query,
      async ({ object, resource, namespace, name }) => {
        visited++;
        const { uid } = object.metadata;
        let last = object;
        const isOver = await followObject(
          { resource, namespace, name },
          timeoutMs,
          (now) => {
            if (now !== undefined) last = now;
            return isMet(isDelete && now?.metadata.uid !== uid ? undefined : now);
          },
          context,
        );
        if (isOver) return print(last, 'condition met');
        const what = `${resource.name}/${name}`;
        if (timeoutMs < weekMs) throw new KubectlError(`timed out waiting for the condition on ${what}`);
        throw interrupted(`the condition on ${what}`);
      },
      { isLatest: true, ignores: (error) => isDelete && isNotFound(error) },
    );
    if (visited === 0) throw new KubectlError('no matching resources found');
  },
});
