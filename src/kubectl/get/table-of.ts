/** The Table of a target: the server's, or ours where the server has none or its rows lack what we need. */
import { ApiError, printTable, printerFor } from '../../kube/index.ts';
import type { ApiResource, KubeObject, ListOptions, Table } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { explainListError } from '../resources/index.ts';
import type { ResourceTarget } from '../resources/index.ts';

export type Target = Exclude<ResourceTarget, { by: 'error' }>;

export const listOptionsOf = ({
  namespace,
  labelSelector,
  fieldSelector,
}: Extract<Target, { by: 'list' }>): ListOptions => ({
  ...(namespace === undefined ? {} : { namespace }),
  ...(labelSelector === '' ? {} : { labelSelector }),
  ...(fieldSelector === '' ? {} : { fieldSelector }),
});

/** Rows made here. */
export const localTable = (
  objects: readonly KubeObject[],
  resource: ApiResource,
  context: CommandContext,
): Table =>
  printTable(objects, printerFor(resource.group, resource.kind), context.clock.now(), context.version);

const fetchObjects = async (target: Target, context: CommandContext): Promise<KubeObject[]> =>
  target.by === 'list'
    ? (await context.api.list(target.resource, listOptionsOf(target))).items
    : [await context.api.get(target.resource, target.namespace, target.name)];

const isWithoutTables = (caught: unknown): boolean =>
  caught instanceof ApiError && caught.status.code === 406;

export const tableOf = async (target: Target, context: CommandContext, isLocal: boolean): Promise<Table> => {
  const { resource, namespace } = target;
  try {
    if (isLocal) return localTable(await fetchObjects(target, context), resource, context);
    if (target.by === 'list') return await context.api.table(resource, listOptionsOf(target));
    return await context.api.table(resource, {
      ...(namespace === undefined ? {} : { namespace }),
      name: target.name,
    });
  } catch (caught) {
    if (!isLocal && isWithoutTables(caught)) return tableOf(target, context, true);
    throw target.by === 'list' ? explainListError(caught, target) : caught;
  }
};
