/** The verbs of a custom kind's scale subresource. @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresource/etcd.go ScaleREST */
import { notFound, type Answer, type KubeObject, type PatchType, type Scale } from '../../../kube/index.ts';
import type { RequestInfo } from '../api-server.ts';
import { applyPatch } from '../patch.ts';
import type { Resource } from '../resource-catalogue.ts';
import { failed, type ServerCore } from '../server-core.ts';
import { updateObject } from '../update.ts';
import { customScaleOf, withCustomScale } from './custom-scale.ts';

const found = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
): Answer<KubeObject> => {
  const stored = core.get(resource, namespace, name);
  if (stored === undefined) return failed(notFound(resource.groupResource, name));
  return { ok: true, value: resource.custom!.present(stored, resource.apiVersion) };
};

const pathsOf = (resource: Resource) =>
  resource.custom!.scaleOf(resource.apiVersion) ??
  resource.versions
    .map(({ version }) => resource.custom!.scaleOf(`${resource.definition.group}/${version}`))
    .find((scale) => scale !== undefined)!;

export const getCustomScale = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
): Answer<Scale> => {
  const object = found(core, resource, namespace, name);
  return object.ok ? customScaleOf(object.value, pathsOf(resource)) : object;
};

export const updateCustomScale = (
  core: ServerCore,
  resource: Resource,
  sent: Scale,
  by: RequestInfo,
): Answer<Scale> => {
  const { namespace, name } = sent.metadata;
  const paths = pathsOf(resource);
  const object = found(core, resource, namespace, name);
  if (!object.ok) return object;
  const scaled = withCustomScale(object.value, sent, paths);
  if (!scaled.ok) return scaled;
  const info = { ...by, subresource: '' };
  const answer = updateObject(core, resource, namespace, name, scaled.value, info, 'update');
  return answer.ok ? customScaleOf(answer.value, paths, true) : answer;
};

export const patchCustomScale = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  type: PatchType,
  patch: unknown,
  by: RequestInfo,
): Answer<Scale> => {
  const object = found(core, resource, namespace, name);
  if (!object.ok) return object;
  const scale = customScaleOf(object.value, pathsOf(resource), true);
  if (!scale.ok) return scale;
  const patched = applyPatch(type, scale.value, patch);
  return patched.ok ? updateCustomScale(core, resource, patched.value as Scale, by) : patched;
};
