/** `kubectl describe`: everything about objects, with what belongs to them and their Events. */
import type { Event, KubeObject, ListOptions } from '../../kube/index.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { describeGone, describeObject, describerFor } from '../describe/index.ts';
import type { Need } from '../describe/index.ts';
import { KubectlError, asCommandError, isNotFound, throwGathered } from '../kubectl-error.ts';
import { explainListError, findResource, resourceTargets } from '../resources/index.ts';
import type { ResourceTarget } from '../resources/index.ts';

/** What a need names, or nothing where the API does not serve or have it. */
const fetchNeed = async (need: Need, context: CommandContext): Promise<KubeObject[]> => {
  const resource = findResource(await context.resources(), need.resource);
  if (resource === undefined) return [];
  const { namespace, name, labelSelector, fieldSelector } = need;
  const options: ListOptions = {
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
  try {
    if (name !== undefined) return [await context.api.get(resource, namespace, name)];
    return (await context.api.list(resource, options)).items;
  } catch (caught) {
    if (isNotFound(caught)) return [];
    throw caught;
  }
};

/** The Events of an object; a node's are kept under its name as uid. @source k8s 1.20 kubectl/pkg/describe/describe.go (Search) */
const eventsOf = async (object: KubeObject, context: CommandContext): Promise<Event[]> => {
  const { name, namespace, uid } = object.metadata;
  const isNode = object.kind === 'Node';
  const fields = [
    `involvedObject.name=${name}`,
    ...(namespace === undefined ? [] : [`involvedObject.namespace=${namespace}`]),
    ...(object.kind === 'Pod' ? [] : [`involvedObject.kind=${object.kind}`]),
    ...(isNode ? [`involvedObject.uid=${name}`] : uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ];
  const need: Need = {
    resource: 'events',
    ...(namespace === undefined ? {} : { namespace }),
    fieldSelector: fields.join(','),
  };
  return (await fetchNeed(need, context)) as Event[];
};

/** The description of one object, with all it needs fetched. */
export const describeLive = async (
  object: KubeObject,
  context: CommandContext,
  showsEvents: boolean,
): Promise<string> => {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
  const describer = describerFor(group, object.kind);
  const fetched = new Map<string, KubeObject[]>();
  for (const need of describer.needs?.(object) ?? []) {
    fetched.set(need.resource, [...(fetched.get(need.resource) ?? []), ...(await fetchNeed(need, context))]);
  }
  const events = showsEvents && describer.hasEvents !== false ? await eventsOf(object, context) : [];
  return describeObject(object, {
    list: <T extends KubeObject>(resource: string) => (fetched.get(resource) ?? []) as T[],
    events,
    nowMs: context.clock.now(),
    version: context.version,
    timeZone: context.timeZone,
    showsEvents,
  });
};

/** What is left of a pod that has gone. @source k8s 1.20 kubectl/pkg/describe/describe.go PodDescriber.Describe */
const goneText = async (
  target: Target & { by: 'name' },
  error: Error,
  context: CommandContext,
): Promise<string | undefined> => {
  const { resource, namespace, name } = target;
  if (resource.kind !== 'Pod' || resource.group !== '') return undefined;
  const fieldSelector = `involvedObject.name=${name},involvedObject.namespace=${namespace ?? ''}`;
  const events = await fetchNeed(
    { resource: 'events', ...(namespace === undefined ? {} : { namespace }), fieldSelector },
    context,
  );
  if (events.length === 0) return undefined;
  return describeGone(name, error.message, {
    events: events as Event[],
    nowMs: context.clock.now(),
    version: context.version,
  });
};

type Target = Exclude<ResourceTarget, { by: 'error' }>;

/** The names a prefix matches, when no object has it as its whole name. @source k8s 1.20 kubectl/pkg/cmd/describe/describe.go DescribeMatchingResources */
const matchingPrefix = async (
  target: Target & { by: 'name' },
  context: CommandContext,
  notFound: Error,
): Promise<KubeObject[]> => {
  const { items } = await context.api.list(
    target.resource,
    target.namespace === undefined ? {} : { namespace: target.namespace },
  );
  const matching = items.filter(({ metadata }) => metadata.name.startsWith(target.name));
  if (matching.length === 0) throw notFound;
  return matching;
};

const objectsOf = async (target: Target, context: CommandContext): Promise<KubeObject[]> => {
  if (target.by === 'list') {
    const { namespace, labelSelector, fieldSelector } = target;
    const list = await context.api
      .list(target.resource, {
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === '' ? {} : { labelSelector }),
        ...(fieldSelector === '' ? {} : { fieldSelector }),
      })
      .catch((caught: unknown) => {
        throw explainListError(caught, target);
      });
    return list.items;
  }
  return [await context.api.get(target.resource, target.namespace, target.name)];
};

/** @source k8s 1.20 kubectl/pkg/cmd/describe/describe.go Run */
export const describe = defineCommand({
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  use: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: {
    selector: { type: 'string', short: 'l' },
    'all-namespaces': { type: 'bool', short: 'A' },
    'show-events': { type: 'bool', default: true },
    filename: { type: 'stringSlice', short: 'f' },
    kustomize: { type: 'string', short: 'k' },
    recursive: { type: 'bool', short: 'R' },
    'chunk-size': { type: 'int', default: 500 },
  },
  async run({ args, flags }, context) {
    if (args.length === 0 && flags.filename.length === 0) {
      throw new KubectlError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    }
    const targets = await resourceTargets(context, {
      args,
      filenames: flags.filename,
      isRecursive: flags.recursive,
      labelSelector: flags.selector,
      allNamespaces: flags['all-namespaces'],
      isTypeEnough: true,
    });
    const errors: Error[] = [];
    const [single] = targets;
    let count = 0;
    const print = async (object: KubeObject): Promise<void> => {
      const text = await describeLive(object, context, flags['show-events']);
      context.out(count++ === 0 ? text : `\n\n${text}`);
    };
    for (const target of targets) {
      try {
        if (target.by === 'error') throw target.error;
        for (const object of await objectsOf(target, context)) await print(object);
      } catch (caught) {
        const error = asCommandError(caught);
        const gone =
          isNotFound(error) && target.by === 'name' && flags['show-events']
            ? await goneText(target, error, context)
            : undefined;
        if (gone !== undefined) {
          context.out(count++ === 0 ? gone : `\n\n${gone}`);
          continue;
        }
        const isPrefixAsked =
          isNotFound(error) && single?.by === 'name' && targets.length === 1 && args.length === 2;
        if (!isPrefixAsked) errors.push(error);
        else {
          for (const object of await matchingPrefix(single, context, error))
            context.out(`${await describeLive(object, context, flags['show-events'])}\n`);
          count++;
        }
      }
    }
    if (count === 0 && errors.length === 0) {
      context.err(
        flags['all-namespaces']
          ? 'No resources found\n'
          : `No resources found in ${context.namespace} namespace.\n`,
      );
    }
    throwGathered(errors);
  },
});
