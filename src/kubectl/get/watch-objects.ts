/** `kubectl get --watch`: what is there, then every change, until the deadline. */
import { TabWriter, tableWriterOptions } from '../../kube/index.ts';
import type { KubeObject, WatchEvent } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError } from '../kubectl-error.ts';
import { resourceTargets } from '../resources/index.ts';
import type { GetRequest } from './get-request.ts';
import { tablePrinterOf } from './print-tables.ts';
import { listOptionsOf, localTable } from './table-of.ts';

/** Where a watch ends that has no deadline of its own, on a cluster that never comes to rest. */
const longestWatchMs = 3_600_000;

/** @source k8s 1.20 kubectl/pkg/cmd/get/get.go watch */
export const watchObjects = async (
  request: GetRequest,
  printer: ((object: unknown) => string) | undefined,
  context: CommandContext,
): Promise<void> => {
  const targets = await resourceTargets(context, request.query);
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw new KubectlError(
      'watch is only supported on individual resources and resource collections - more than 1 resource was found',
    );
  }
  if (target.by === 'error') throw target.error;
  const { resource } = target;
  const writer = new TabWriter(tableWriterOptions);
  const rows = tablePrinterOf(request, resource, false);
  const print = (objects: readonly KubeObject[], type: string): void => {
    if (printer !== undefined) {
      for (const object of objects)
        context.out(printer(request.printsEventTypes ? { type, object } : object));
      return;
    }
    rows.print(localTable(objects, resource, context), writer, request.printsEventTypes ? type : undefined);
    const text = writer.flush();
    if (text !== '') context.out(text);
  };
  const options = target.by === 'list' ? listOptionsOf(target) : singleOptions(target.namespace, target.name);
  const existing = target.by === 'list' ? await context.api.list(resource, options) : undefined;
  const objects = existing?.items ?? [
    await context.api.get(resource, target.namespace, (target as { name: string }).name),
  ];
  if (request.printsExisting) print(objects, 'ADDED');
  const resourceVersion = existing?.metadata.resourceVersion ?? objects[0]?.metadata.resourceVersion;
  const onEvent = ({ type, object }: WatchEvent): void => {
    if (type !== 'BOOKMARK') print([object], type);
  };
  const stop = await context.api.watch(
    resource,
    { ...options, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    onEvent,
  );
  const nowMs = context.clock.now();
  const endMs = Math.min(
    context.deadlineMs ?? nowMs + longestWatchMs,
    nowMs + (context.requestTimeoutMs ?? longestWatchMs),
  );
  await context.clock.waitUntil(() => false, endMs);
  stop();
};

const singleOptions = (namespace: string | undefined, name: string) => ({
  ...(namespace === undefined ? {} : { namespace }),
  fieldSelector: `metadata.name=${name}`,
});
