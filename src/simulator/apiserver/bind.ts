/** POST pods/binding: puts a pod on a node. @source k8s 1.20 pkg/registry/core/pod/storage/storage.go BindingREST.assignPod */
import { badRequest, conflict, notFound, type Answer, type Condition, type Pod } from '../../kube/index.ts';
import type { RequestInfo } from './api-server.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

interface Binding {
  metadata?: { annotations?: Record<string, string> };
  target?: { kind?: string; name?: string };
}

export const bindPod = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  body: unknown,
  by: RequestInfo,
): Answer<unknown> => {
  const pod = core.get(resource, namespace, name) as Pod | undefined;
  if (pod === undefined) return failed(notFound(resource.groupResource, name));
  const { target, metadata } = body as Binding;
  const nodeName = target?.name ?? '';
  if (nodeName === '') return failed(badRequest('target.name: Required value'));
  const what = { group: '', resource: 'pods/binding' };
  if (pod.metadata.deletionTimestamp !== undefined) {
    return failed(conflict(what, name, `pod ${name} is being deleted, cannot be assigned to a host`));
  }
  if ((pod.spec.nodeName ?? '') !== '') {
    return failed(conflict(what, name, `pod ${name} is already assigned to node "${pod.spec.nodeName}"`));
  }
  const scheduled: Condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: core.host.nowTime(),
  };
  const conditions = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const bound: Pod = {
    ...pod,
    metadata: { ...pod.metadata },
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions: [...conditions, scheduled] },
  };
  if (metadata?.annotations !== undefined) {
    bound.metadata.annotations = { ...pod.metadata.annotations, ...metadata.annotations };
  }
  if (by.dryRun !== true) core.commit('MODIFIED', resource, bound, pod, by, 'bind');
  return {
    ok: true,
    value: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
};
