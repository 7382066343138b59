/** The pod that POD or TYPE/NAME means: itself, or the best of those a workload selects. */
import { goSorted, labelMatcher } from '../kube/index.ts';
import type { Deployment, KubeObject, Pod, ReplicationController } from '../kube/index.ts';
import type { CommandContext } from './context.ts';
import { KubectlError } from './kubectl-error.ts';
import { fetchResources } from './resources/index.ts';

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

const readyTimeOf = ({ status }: Pod): string =>
  status?.conditions?.find(({ type, status: value }) => type === 'Ready' && value === 'True')
    ?.lastTransitionTime ?? '';

const restartsOf = ({ status }: Pod): number =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The one to take first: assigned, running, ready, ready for longer, then with fewer restarts (for logs with more), then older.
 * @source k8s 1.20 kubectl/pkg/util/podutils/podutils.go ActivePods.Less, ByLogging.Less
 */
const compareActivity =
  (purpose: 'attach' | 'logs') =>
  (a: Pod, b: Pod): number =>
    Number((b.spec.nodeName ?? '') !== '') - Number((a.spec.nodeName ?? '') !== '') ||
    (phaseRank[b.status?.phase ?? ''] ?? 0) - (phaseRank[a.status?.phase ?? ''] ?? 0) ||
    Number(isReady(b)) - Number(isReady(a)) ||
    (isReady(a) ? compareTexts(readyTimeOf(a), readyTimeOf(b)) : 0) ||
    (restartsOf(a) - restartsOf(b)) * (purpose === 'logs' ? -1 : 1) ||
    compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');

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

/** Pods of a workload, the one to take first. */
export const podsOfWorkload = async (
  object: KubeObject,
  context: CommandContext,
  purpose: 'attach' | 'logs' = 'attach',
): Promise<Pod[]> => {
  const labelSelector = podSelectorOf(object);
  if (labelSelector === undefined) {
    const type = `*${object.apiVersion.split('/').at(-1)!}.${object.kind}`;
    const what = purpose === 'logs' ? 'get the logs from' : 'attach to';
    throw new KubectlError(`cannot ${what} ${type}: selector for ${type} not implemented`);
  }
  const namespace = object.metadata.namespace ?? context.namespace;
  const { items } = await context.api.list(
    { group: '', version: 'v1', name: 'pods' },
    { namespace, labelSelector },
  );
  const compare = compareActivity(purpose);
  return goSorted(items as Pod[], (a, b) => compare(a, b) < 0);
};

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/attachablepodforobject.go */
export const podOfTarget = async (target: string, context: CommandContext): Promise<Pod> => {
  const [info] = await fetchResources(
    context,
    { args: target.includes('/') ? [target] : ['pods', target] },
    { isTyped: true },
  );
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
