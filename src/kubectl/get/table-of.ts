/** The Table of a target: the server's, or ours where the server has none or its rows lack what we need. */
import { ApiError, formatDuration, printTable, printerFor } from '../../kube/index.ts';
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

/** What kubectl knows to print of its own: names and ages. @source k8s 1.20 kubectl/pkg/cmd/get/table_printer.go, cli-runtime/pkg/printers/tableprinter.go */
const namesTable = (objects: readonly KubeObject[], nowMs: number): Table => {
  const column = (name: string) => ({ name, type: 'string', format: '', description: '', priority: 0 });
  return {
    columnDefinitions: [column('Name'), column('Age')],
    rows: objects.map((object) => {
      const { name, creationTimestamp } = object.metadata;
      const age =
        creationTimestamp === undefined ? '<unknown>' : formatDuration(nowMs - Date.parse(creationTimestamp));
      return { cells: [name, age], object };
    }),
  };
};

const fetchObjects = async (target: Target, context: CommandContext): Promise<KubeObject[]> =>
  target.by === 'list'
    ? (await context.api.list(target.resource, listOptionsOf(target))).items
    : [await context.api.get(target.resource, target.namespace, target.name)];

/** The server's table, with whole objects in its rows. */
const wholeTable = async (target: Target, context: CommandContext): Promise<Table> => {
  const table = await tableOf(target, context, 'server');
  const objects = new Map(
    (await fetchObjects(target, context)).map((object) => [object.metadata.uid, object]),
  );
  return {
    ...table,
    rows: table.rows.map((row) => ({ ...row, object: objects.get(row.object.metadata.uid) ?? row.object })),
  };
};

const isWithoutTables = (caught: unknown): boolean =>
  caught instanceof ApiError && caught.status.code === 406;

/** Which table: the server's, the same made here, or one of names and ages. */
export type TableKind = 'server' | 'local' | 'names';

export const tableOf = async (target: Target, context: CommandContext, kind: TableKind): Promise<Table> => {
  const { resource, namespace } = target;
  try {
    if (kind === 'names') return namesTable(await fetchObjects(target, context), context.clock.now());
    if (kind === 'local' && resource.isCustom === true) return await wholeTable(target, context);
    if (kind === 'local') return localTable(await fetchObjects(target, context), resource, context);
    if (target.by === 'list') return await context.api.table(resource, listOptionsOf(target));
    return await context.api.table(resource, {
      ...(namespace === undefined ? {} : { namespace }),
      name: target.name,
    });
  } catch (caught) {
    if (kind === 'server' && isWithoutTables(caught)) return tableOf(target, context, 'local');
    throw target.by === 'list' ? explainListError(caught, target) : caught;
  }
};
