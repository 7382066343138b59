/** What cordon, uncordon and drain share: the nodes of the line, and marking them. */
import type { KubeObject, Node } from '../../kube/index.ts';
import { writeOptions } from '../changes/index.ts';
import type { CommandContext } from '../context.ts';
import { asCommandError, usageError } from '../kubectl-error.ts';
import { resultPrinter } from '../print-result.ts';
import type { DryRun } from '../print-result.ts';
import { fetchResources, resourceFor } from '../resources/index.ts';
import type { ResourceInfo } from '../resources/index.ts';

/** @source k8s 1.20 kubectl/pkg/cmd/drain/drain.go Complete */
export const nodesOf = async (
  args: readonly string[],
  selector: { value: string; isSet: boolean },
  use: string,
  context: CommandContext,
): Promise<ResourceInfo[]> => {
  if (args.length === 0 && !selector.isSet) throw usageError(context.commandPath, `USAGE: ${use} [flags]`);
  if (args.length > 0 && selector.value !== '')
    throw usageError(context.commandPath, 'error: cannot specify both a node name and a --selector option');
  const infos: ResourceInfo[] = [];
  if (selector.value !== '') {
    const query = { args: ['nodes'], labelSelector: selector.value };
    return fetchResources(context, query, { stopsAtError: true });
  }
  const nodes = resourceFor(await context.resources(), 'nodes');
  for (const name of args.map((word) => word.replace(/^(nodes?|no)\//, ''))) {
    const object = await context.api.get(nodes, undefined, name);
    infos.push({ resource: nodes, namespace: undefined, name, object });
  }
  return infos;
};

/** Prints "node/NAME OPERATION". */
export const printNode = (
  object: KubeObject,
  operation: string,
  dryRun: DryRun,
  context: CommandContext,
): void => resultPrinter(context, { output: '', dryRun })(object, operation);

/** @source k8s 1.20 kubectl/pkg/cmd/drain/drain.go RunCordonOrUncordon */
export const markNodes = async (
  infos: readonly ResourceInfo[],
  isUnschedulable: boolean,
  dryRun: DryRun,
  context: CommandContext,
): Promise<void> => {
  const word = isUnschedulable ? 'cordon' : 'uncordon';
  for (const { resource, name, object } of infos) {
    if (((object as unknown as Node).spec?.unschedulable ?? false) === isUnschedulable) {
      printNode(object, `already ${word}ed`, dryRun, context);
      continue;
    }
    if (dryRun !== 'client') {
      const patch = { spec: { unschedulable: isUnschedulable ? true : null } };
      try {
        await context.api.patch(
          resource,
          undefined,
          name,
          'strategic-merge-patch+json',
          patch,
          writeOptions(dryRun),
        );
      } catch (caught) {
        context.err(
          `error: unable to ${word} node ${JSON.stringify(name)}: ${asCommandError(caught).message}\n`,
        );
        continue;
      }
    }
    printNode(object, `${word}ed`, dryRun, context);
  }
};
