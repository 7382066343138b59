/** POST pods/binding: puts a pod on a node. @source k8s 1.20 pkg/registry/core/pod/storage/storage.go BindingREST.assignPod */
import {
  unclassifiedError,
  badRequest,
  conflict,
  goQuote,
  notFound,
  type Answer,
  type Condition,
  type Pod,
} from '../../kube/index.ts';
import type { RequestInfo } from './api-server.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

interface Binding {
  metadata?: { name?: string; annotations?: Record<string, string> };
  target?: { kind?: string; name?: string };
}

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidatePodBinding */
const complaintOf = (target: Binding['target']): string | undefined => {
  const { kind = '', name = '' } = target ?? {};
  const wrong = [
    ...(kind === '' || kind === 'Node'
      ? []
      : [`target.kind: Unsupported value: ${goQuote(kind)}: supported values: "Node", "<empty>"`]),
    ...(name === '' ? ['target.name: Required value'] : []),
  ];
  return wrong.length > 1 ? `[${wrong.join(', ')}]` : wrong[0];
};

export const bindPod = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  body: unknown,
  by: RequestInfo,
): Answer<unknown> => {
  const { target, metadata } = body as Binding;
  if (metadata !== undefined && (metadata.name ?? '') !== name)
    return failed(badRequest('name in URL does not match name in Binding object'));
  const wrong = complaintOf(target);
  if (wrong !== undefined) return failed(unclassifiedError(wrong));
  const pod = core.get(resource, namespace, name) as Pod | undefined;
  if (pod === undefined) return failed(notFound(resource.groupResource, name));
  const nodeName = target?.name ?? '';
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
