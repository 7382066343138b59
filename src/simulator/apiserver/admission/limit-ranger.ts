/** Pods and claims keep within the limit ranges of their namespace; what a container does not say is said for it. */
import {
  type LimitItem,
  type Container,
  type KubeObject,
  type Pod,
  type ResourceList,
} from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';
import { defineAdmission } from './admission-plugin.ts';
import { limitComplaints } from './limits.ts';
import { joinedReasons, refused } from './refusal.ts';

type LimitRange = KubeObject & { spec: { limits?: LimitItem[] | null } };

const annotation = 'kubernetes.io/limit-ranger';

const rangesOf = (core: ServerCore, namespace: string): readonly LimitRange[] =>
  core.store.list('limitranges', namespace) as readonly LimitRange[];

interface Defaults {
  requests: ResourceList;
  limits: ResourceList;
}

/** @source k8s 1.20 plugin/pkg/admission/limitranger/admission.go defaultContainerResourceRequirements */
const defaultsOf = ({ spec }: LimitRange): Defaults => {
  const defaults: Defaults = { requests: {}, limits: {} };
  for (const limit of spec.limits ?? []) {
    if (limit.type !== 'Container') continue;
    Object.assign(defaults.requests, limit.defaultRequest);
    Object.assign(defaults.limits, limit.default);
  }
  return defaults;
};

const added = (given: ResourceList | undefined, defaults: ResourceList): string[] =>
  Object.keys(defaults)
    .filter((name) => given?.[name] === undefined)
    .sort();

/** The container with what it did not say; what was set is told in `notes`. @source k8s 1.20 admission.go mergeContainerResources */
const complete = (container: Container, defaults: Defaults, sort: string, notes: string[]): Container => {
  const { requests, limits } = container.resources ?? {};
  const requested = added(requests, defaults.requests);
  const limited = added(limits, defaults.limits);
  if (requested.length > 0) notes.push(`${requested.join(', ')} request for ${sort} ${container.name}`);
  if (limited.length > 0) notes.push(`${limited.join(', ')} limit for ${sort} ${container.name}`);
  if (requested.length + limited.length === 0) return container;
  const filled = (list: ResourceList | undefined, given: ResourceList): ResourceList | undefined =>
    list === undefined && Object.keys(given).length === 0 ? undefined : { ...given, ...list };
  const resources = { ...container.resources };
  const all = { limits: filled(limits, defaults.limits), requests: filled(requests, defaults.requests) };
  if (all.limits !== undefined) resources.limits = all.limits;
  if (all.requests !== undefined) resources.requests = all.requests;
  return { ...container, resources };
};

const withDefaults = (pod: Pod, range: LimitRange): Pod => {
  const defaults = defaultsOf(range);
  const notes: string[] = [];
  const fill = (sort: string) => (container: Container) => complete(container, defaults, sort, notes);
  const containers = (pod.spec.containers as Container[] | null) ?? [];
  const spec = { ...pod.spec, containers: containers.map(fill('container')) };
  if (pod.spec.initContainers !== undefined)
    spec.initContainers = pod.spec.initContainers.map(fill('init container'));
  if (notes.length === 0) return pod;
  const annotations = {
    ...pod.metadata.annotations,
    [annotation]: `LimitRanger plugin set: ${notes.join('; ')}`,
  };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
};

/** @source k8s 1.20 plugin/pkg/admission/limitranger/admission.go */
export const limitRanger = defineAdmission({
  name: 'LimitRanger',
  resources: ['pods', 'persistentvolumeclaims'],
  operations: ['CREATE', 'UPDATE'],

  admit({ operation, resource, namespace, object }, core) {
    if (operation !== 'CREATE' || resource.name !== 'pods') return undefined;
    const ranges = rangesOf(core, namespace);
    if (ranges.length === 0) return undefined;
    return { ok: true, value: ranges.reduce(withDefaults, object as Pod) };
  },

  validate(request, core) {
    const { operation, resource, namespace, object, old, subresource } = request;
    if (subresource !== '' || old?.metadata.deletionTimestamp !== undefined) return undefined;
    if (resource.name === 'pods' && operation === 'UPDATE') return undefined;
    for (const { spec } of rangesOf(core, namespace)) {
      const complaints = limitComplaints(spec.limits ?? [], object);
      if (complaints.length > 0) return refused(request, joinedReasons(complaints)).status;
    }
    return undefined;
  },
});
