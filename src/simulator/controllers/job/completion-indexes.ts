/** The indexes of an indexed job: which pod has which, which are done, which come next. */
import { isAtLeast } from '../../../kube/index.ts';
import type { Container, KubernetesVersion, Pod, PodTemplateSpec } from '../../../kube/index.ts';
import type { Job } from './job-object.ts';

const indexKey = 'batch.kubernetes.io/job-completion-index';
const indexVariable = 'JOB_COMPLETION_INDEX';
const longestBase = 58;

/** @since k8s 1.22 (on by default) */
export const isIndexed = ({ spec }: Job, version: KubernetesVersion): boolean =>
  isAtLeast(version, 22) && spec.completionMode === 'Indexed' && spec.completions !== undefined;

/** Undefined where the pod has none. @source k8s 1.22 pkg/controller/job/indexed_job_utils.go getCompletionIndex */
export const indexOf = ({ metadata }: Pod): number | undefined => {
  const text = metadata.annotations?.[indexKey];
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined;
};

/** The indexes that have succeeded, in order. @source k8s 1.22 pkg/controller/job/indexed_job_utils.go calculateSucceededIndexes */
export const succeededIndexes = ({ spec }: Job, pods: readonly Pod[]): number[] => {
  const done = new Set<number>();
  for (const pod of pods) {
    const index = indexOf(pod);
    if (pod.status?.phase === 'Succeeded' && index !== undefined && index < (spec.completions ?? 0))
      done.add(index);
  }
  return [...done].sort((a, b) => a - b);
};

/** "0,2-5": two in a row stand apart, three are a range. @source k8s 1.22 pkg/controller/job/indexed_job_utils.go orderedIntervals.String */
export const indexesText = (indexes: readonly number[]): string => {
  const parts: string[] = [];
  for (let first = 0; first < indexes.length;) {
    let last = first;
    while (indexes[last + 1] === indexes[last]! + 1) last++;
    const [from, to] = [indexes[first]!, indexes[last]!];
    parts.push(to === from ? `${from}` : to === from + 1 ? `${from},${to}` : `${from}-${to}`);
    first = last + 1;
  }
  return parts.join(',');
};

/** "0,2-5" as the numbers it names, below `end`; unreadable text names none. @source k8s 1.22 pkg/controller/job/indexed_job_utils.go succeededIndexesFromString */
export const indexesFrom = (text: string | undefined, end: number): number[] => {
  const indexes: number[] = [];
  for (const part of (text ?? '').split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) break;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    for (let index = first; index <= last && index < end; index++) indexes.push(index);
  }
  return indexes;
};

/** The first `count` indexes that no pod has and that have not succeeded. @source k8s 1.22 pkg/controller/job/indexed_job_utils.go firstPendingIndexes */
export const pendingIndexes = (
  { spec }: Job,
  active: readonly Pod[],
  succeeded: readonly number[],
  count: number,
): number[] => {
  const taken = new Set<number | undefined>([...succeeded, ...active.map(indexOf)]);
  const pending: number[] = [];
  for (let index = 0; index < (spec.completions ?? 0) && pending.length < count; index++)
    if (!taken.has(index)) pending.push(index);
  return pending;
};

/**
 * Which of the active pods have no index, one that is too high, or one that another pod has too; and which stay. `order` puts
 * those first that are to go first.
 * @source k8s 1.22 pkg/controller/job/indexed_job_utils.go appendDuplicatedIndexPodsForRemoval
 */
export const misnumbered = (
  { spec }: Job,
  active: readonly Pod[],
  order: (a: Pod, b: Pod) => number,
): { go: Pod[]; stay: Pod[] } => {
  const byIndex = new Map<number, Pod[]>();
  const go: Pod[] = [];
  const tooHigh: Pod[] = [];
  for (const pod of active) {
    const index = indexOf(pod);
    if (index === undefined) go.push(pod);
    else if (index >= (spec.completions ?? 0)) tooHigh.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  const stay: Pod[] = [];
  for (const index of [...byIndex.keys()].sort((a, b) => a - b)) {
    const same = byIndex.get(index)!.sort(order);
    go.push(...same.slice(0, -1));
    stay.push(...same.slice(-1));
  }
  return { go: [...go, ...tooHigh], stay };
};

const withIndexVariable = (container: Container, fieldPath: string): Container =>
  container.env?.some(({ name }) => name === indexVariable) === true
    ? container
    : {
        ...container,
        env: [...(container.env ?? []), { name: indexVariable, valueFrom: { fieldRef: { fieldPath } } }],
      };

/** What the pod of one index has that the template does not say. */
export interface IndexedTemplate {
  template: PodTemplateSpec;
  generateName: string;
}

/** @source k8s 1.22 pkg/controller/job/job_controller.go manageJob; 1.28 the label */
export const templateOfIndex = (job: Job, index: number, version: KubernetesVersion): IndexedTemplate => {
  const { template } = job.spec;
  const { name } = job.metadata;
  const hasLabel = isAtLeast(version, 28);
  const fieldPath = `metadata.${hasLabel ? 'labels' : 'annotations'}['${indexKey}']`;
  const withVariable = (container: Container): Container => withIndexVariable(container, fieldPath);
  const { containers, initContainers } = template.spec;
  const suffix = `-${index}-`;
  const marked = { [indexKey]: `${index}` };
  return {
    generateName: `${name.slice(0, longestBase - suffix.length)}${suffix}`,
    template: {
      metadata: {
        ...template.metadata,
        annotations: { ...template.metadata?.annotations, ...marked },
        ...(hasLabel ? { labels: { ...template.metadata?.labels, ...marked } } : {}),
      },
      spec: {
        ...template.spec,
        containers: containers.map(withVariable),
        ...(initContainers === undefined ? {} : { initContainers: initContainers.map(withVariable) }),
        hostname: `${name}-${index}`,
      },
    },
  };
};
