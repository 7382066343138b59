/** Fetches the objects a query means and visits each; what fails is gathered while the others go on. */
import { ApiError } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { asCommandError, throwGathered, withMessage } from '../kubectl-error.ts';
import { resourceTargets } from './resource-query.ts';
import type { ResourceInfo, ResourceQuery, ResourceTarget } from './resource-query.ts';
import { isTypedResource, notRegistered } from './typed-kinds.ts';

type ListTarget = Extract<ResourceTarget, { by: 'list' }>;

/** A refused list says what was looked for. @source k8s 1.20 cli-runtime/pkg/resource/selector.go Visit */
export const explainListError = (caught: unknown, target: ListTarget): unknown => {
  if (!(caught instanceof ApiError)) return caught;
  if (caught.status.reason !== 'BadRequest' && caught.status.reason !== 'NotFound') return caught;
  const { resource, labelSelector, fieldSelector } = target;
  const shown = JSON.stringify(`${resource.group}/${resource.version}, Resource=${resource.name}`);
  const why = caught.status.message ?? '';
  return withMessage(
    caught,
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${shown}: ${why}`
      : `Unable to find ${shown} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}: ${why}`,
  );
};

/** The objects of one target. A manifest's is the file's own, or the live one with `isLatest`. */
const fetchTarget = async (
  target: Exclude<ResourceTarget, { by: 'error' }>,
  context: CommandContext,
  isLatest: boolean,
): Promise<ResourceInfo[]> => {
  const { resource, namespace } = target;
  if (target.by === 'list') {
    const { labelSelector, fieldSelector } = target;
    const list = await context.api
      .list(resource, {
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === '' ? {} : { labelSelector }),
        ...(fieldSelector === '' ? {} : { fieldSelector }),
      })
      .catch((caught: unknown) => {
        throw explainListError(caught, target);
      });
    return list.items.map((object) => ({
      resource,
      namespace: object.metadata.namespace,
      name: object.metadata.name,
      object,
    }));
  }
  if (target.by === 'name') {
    const object = await context.api.get(resource, namespace, target.name);
    return [{ resource, namespace, name: target.name, object }];
  }
  const { name, source } = target;
  const object = isLatest ? await context.api.get(resource, namespace, name) : target.object;
  return [{ resource, namespace, name, object, source }];
};

export interface VisitOptions {
  /** Manifests are replaced by the live objects they name (upstream's Latest). */
  isLatest?: boolean;
  /** Objects must be of kinds that kubectl itself knows (a builder WithScheme). */
  isTyped?: boolean;
  /** Stops at the first failure (a builder without ContinueOnError). */
  stopsAtError?: boolean;
  /** Failures to leave out: delete --ignore-not-found. */
  ignores?: (error: Error) => boolean;
}

/**
 * Calls `visit` for every object that `query` means, in order, and answers how many there were.
 * @throws what failed: the one error, or CommandErrors with all
 */
export const visitResources = async (
  context: CommandContext,
  query: ResourceQuery,
  visit: (info: ResourceInfo) => Promise<void>,
  options: VisitOptions = {},
): Promise<number> => {
  const errors: Error[] = [];
  let count = 0;
  const fail = (caught: unknown): void => {
    const error = asCommandError(caught);
    if (options.ignores?.(error) === true) return;
    if (options.stopsAtError === true) throw error;
    errors.push(error);
  };
  for (const target of await resourceTargets(context, query)) {
    if (target.by === 'error') {
      fail(target.error);
      continue;
    }
    let infos: ResourceInfo[] = [];
    try {
      infos = await fetchTarget(target, context, options.isLatest ?? false);
    } catch (caught) {
      fail(caught);
    }
    if (options.isTyped === true && infos.length > 0 && !isTypedResource(target.resource, context.version)) {
      fail(notRegistered(target.resource));
      continue;
    }
    for (const info of infos) {
      count++;
      try {
        await visit(info);
      } catch (caught) {
        fail(caught);
      }
    }
  }
  throwGathered(errors);
  return count;
};

/** The objects that `query` means. @throws as visitResources, when any cannot be had */
export const fetchResources = async (
  context: CommandContext,
  query: ResourceQuery,
  options: VisitOptions = {},
): Promise<ResourceInfo[]> => {
  const infos: ResourceInfo[] = [];
  await visitResources(context, query, async (info) => void infos.push(info), options);
  return infos;
};
