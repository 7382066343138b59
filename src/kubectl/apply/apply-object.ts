/** Applies one manifest: creates it, or patches the live object with what changed since it was applied last. */
import {
  ValueError,
  createThreeWayJsonMergePatch,
  createThreeWayMergePatch,
  goJson,
  isAtLeast,
  mergeFieldsOf,
} from '../../kube/index.ts';
import type { JsonObject, KubeObject } from '../../kube/index.ts';
import { lastAppliedAnnotation, lastAppliedOf, withLastApplied, writeOptions } from '../changes/index.ts';
import type { CommandContext } from '../context.ts';
import { KubectlError, asCommandError, isNotFound, isReason, withSource } from '../kubectl-error.ts';
import type { DryRun } from '../print-result.ts';
import type { ResourceInfo } from '../resources/index.ts';

export interface ApplyOptions {
  dryRun: DryRun;
  fieldManager: string;
  /** --overwrite: what was changed live is changed back. */
  overwrites: boolean;
  /** --force: delete and create again what cannot be patched. */
  isForced: boolean;
  graceSeconds: number;
}

export interface Applied {
  object: KubeObject;
  operation: 'created' | 'configured' | 'unchanged';
}

const retries = 5;

/** How upstream prints an object in errors. @source k8s 1.20 cli-runtime/pkg/resource/visitor.go Info.String */
const described = ({ resource, namespace = '', name }: ResourceInfo): string => {
  const { group, version, kind } = resource;
  const groupVersion = `${group}/${version}`;
  return (
    `Resource: ${JSON.stringify(`${groupVersion}, Resource=${resource.name}`)}, ` +
    `GroupVersionKind: ${JSON.stringify(`${groupVersion}, Kind=${kind}`)}\n` +
    `Name: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
  );
};

const missingAnnotation = (info: ResourceInfo, context: CommandContext): string =>
  isAtLeast(context.version, 20)
    ? `Warning: resource ${info.resource.name}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`
    : 'Warning: kubectl apply should be used on resource created by either kubectl create --save-config or kubectl apply\n';

const isBuiltIn = ({ group }: { group: string }): boolean =>
  !group.includes('.') || group.endsWith('.k8s.io');

/** @source k8s 1.20 kubectl/pkg/cmd/apply/patcher.go patchSimple */
const patchFor = (
  modified: KubeObject,
  live: KubeObject,
  info: ResourceInfo,
  overwrites: boolean,
  context: CommandContext,
): JsonObject => {
  const original = lastAppliedOf(live) ?? null;
  const [next, current] = [modified, live] as unknown as [JsonObject, JsonObject];
  if (!isBuiltIn(info.resource)) return createThreeWayJsonMergePatch(original, next, current);
  const fields = mergeFieldsOf(live.apiVersion, live.kind, context.version);
  return createThreeWayMergePatch(original, next, current, fields, { overwrite: overwrites });
};

/** @source k8s 1.20 kubectl/pkg/cmd/apply/patcher.go Patch */
const patchLive = async (
  info: ResourceInfo,
  modified: KubeObject,
  given: KubeObject,
  options: ApplyOptions,
  context: CommandContext,
): Promise<{ object: KubeObject; isChanged: boolean }> => {
  const { api } = context;
  const { resource, namespace, name } = info;
  let live = given;
  let patch: JsonObject = {};
  for (let attempt = 0; ; attempt++) {
    try {
      patch = patchFor(modified, live, info, options.overwrites, context);
      if (Object.keys(patch).length === 0) return { object: live, isChanged: false };
      const type = isBuiltIn(resource) ? 'strategic-merge-patch+json' : 'merge-patch+json';
      const write = writeOptions(options.dryRun, options.fieldManager);
      return { object: await api.patch(resource, namespace, name, type, patch, write), isChanged: true };
    } catch (caught) {
      if (isReason(caught, 'Conflict') && attempt < retries) {
        live = await api.get(resource, namespace, name);
        continue;
      }
      const isRefused = isReason(caught, 'Conflict') || isReason(caught, 'Invalid');
      if (options.isForced && isRefused && options.dryRun === 'none') {
        await api.delete(resource, namespace, name, { gracePeriodSeconds: options.graceSeconds });
        return { object: await api.create(resource, namespace, modified), isChanged: true };
      }
      throw withSource(
        caught instanceof ValueError ? new KubectlError(caught.message) : asCommandError(caught),
        `applying patch:\n${goJson(patch)}\nto:\n${described(info)}\nfor:`,
        info.source,
      );
    }
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/apply/apply.go applyOneObject */
export const applyObject = async (
  info: ResourceInfo,
  options: ApplyOptions,
  context: CommandContext,
): Promise<Applied> => {
  const { resource, namespace, name, source } = info;
  const modified = withLastApplied(info.object);
  let live: KubeObject;
  try {
    if (name === '') throw new KubectlError('resource name may not be empty');
    live = await context.api.get(resource, namespace, name);
  } catch (caught) {
    const error = asCommandError(caught);
    if (!isNotFound(error)) {
      throw withSource(
        error,
        `retrieving current configuration of:\n${described(info)}\nfrom server for:`,
        source,
      );
    }
    if (options.dryRun === 'client') return { object: modified, operation: 'created' };
    const write = writeOptions(options.dryRun, options.fieldManager);
    const created = await context.api
      .create(resource, namespace, modified, write)
      .catch((refused: unknown) => {
        throw withSource(asCommandError(refused), 'creating', source);
      });
    return { object: created, operation: 'created' };
  }
  if (options.dryRun === 'client') return { object: live, operation: 'configured' };
  if (live.metadata.annotations?.[lastAppliedAnnotation] === undefined)
    context.err(missingAnnotation(info, context));
  const { object, isChanged } = await patchLive(info, modified, live, options, context);
  return { object, operation: isChanged ? 'configured' : 'unchanged' };
};
