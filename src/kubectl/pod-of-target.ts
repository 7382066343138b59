/** The pod that POD or TYPE/NAME means: itself, or the best of those a workload selects. */
import { labelMatcher } from '../kube/index.ts';
import type { Deployment, KubeObject, Pod, ReplicationController } from '../kube/index.ts';
import type { CommandContext } from './context.ts';
import { KubectlError } from './kubectl-error.ts';
import { fetchResources } from './resources/index.ts';

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Most active last. @source k8s 1.20 kubectl/pkg/util/podutils/podutils.go ActivePods.Less */
const activity = (pod: Pod): string =>
  [
    (pod.spec.nodeName ?? '') === '' ? 0 : 1,
    phaseRank[pod.status?.phase ?? ''] ?? 0,
    isReady(pod) ? 1 : 0,
    999_999 - Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
  ]
    .map((part) => String(part).padStart(6, '0'))
    .join('/');

/** The selector of a workload's pods, as text; undefined when the kind has none. @source k8s 1.20 kubectl/pkg/polymorphichelpers/helpers.go SelectorsForObject */
export const podSelectorOf = (object: KubeObject): string | undefined => {
  const { selector } = (object as Partial<Deployment | ReplicationController>).spec ?? {};
  if (selector === undefined) return undefined;
  const isPlain = object.kind === 'ReplicationController' || object.kind === 'Service';
  return labelMatcher(
    isPlain
      ? { matchLabels: selector as Record<string, string> }
      : (selector as Deployment['spec']['selector']),
  ).text;
};

/** Pods of a workload, the one to attach to first: the most active, then the oldest. */
export const podsOfWorkload = async (object: KubeObject, context: CommandContext): Promise<Pod[]> => {
  const labelSelector = podSelectorOf(object);
  if (labelSelector === undefined) {
    throw new KubectlError(
      `cannot attach to *${object.apiVersion.replace('/', '.')}.${object.kind}: selector for it not implemented`,
    );
  }
  const namespace = object.metadata.namespace ?? context.namespace;
  const { items } = await context.api.list(
    { group: '', version: 'v1', name: 'pods' },
    { namespace, labelSelector },
  );
  const order = (pod: KubeObject): string => activity(pod as Pod);
  return [...(items as Pod[])].sort((a, b) => (order(a) > order(b) ? -1 : order(a) < order(b) ? 1 : 0));
};

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/attachablepodforobject.go */
export const podOfTarget = async (target: string, context: CommandContext): Promise<Pod> => {
  const [info] = await fetchResources(context, { args: target.includes('/') ? [target] : ['pods', target] });
  if (info === undefined) throw new KubectlError(`no objects found for ${target}`);
  if (info.object.kind === 'Pod') return info.object as Pod;
  const [first] = await podsOfWorkload(info.object, context);
  if (first === undefined) throw new KubectlError(`timed out waiting for the condition`);
  return first;
};

const defaultContainerAnnotation = 'kubectl.kubernetes.io/default-container';

/** The container a command means that names none: the annotation's, else the first. */
export const defaultContainer = ({ metadata, spec }: Pod): string => {
  const annotated =
    metadata.annotations?.[defaultContainerAnnotation] ??
    metadata.annotations?.['kubectl.kubernetes.io/default-logs-container'];
  return spec.containers.find(({ name }) => name === annotated)?.name ?? spec.containers[0]?.name ?? '';
};
