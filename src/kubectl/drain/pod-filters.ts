/** Which pods of a node a drain removes, leaves, warns of or refuses. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../kube/index.ts';

export interface DrainFilterOptions {
  force: boolean;
  ignoresDaemonSets: boolean;
  deletesEmptyDirData: boolean;
  /** Pods that terminate for longer than this are left alone; 0: none. */
  skipDeletedSeconds: number;
}

/** What the filters say of one pod. */
export interface PodVerdict {
  pod: Pod;
  isDeleted: boolean;
  /** A sentence without the pods it is of. */
  warning?: string;
  error?: string;
}

interface Texts {
  daemonSet: string;
  localStorage: string;
  unmanaged: string;
  unmanagedWarning: string;
}

/** From 1.30 to 1.35 "cannot delete" stands twice before pods without a controller, as upstream. @source k8s 1.20 kubectl/pkg/drain/filters.go */
const textsOf = (version: KubernetesVersion): Texts => {
  const managers = 'ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet';
  const isShort = isAtLeast(version, 24);
  const undeclared = 'Pods that declare no controller';
  const unmanaged = isShort ? 'Pods declare no controller' : `Pods not managed by ${managers}`;
  const refused = isAtLeast(version, 30)
    ? `${isAtLeast(version, 36) ? '' : 'cannot delete '}${undeclared}`
    : unmanaged;
  return {
    daemonSet: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
    localStorage: `Pods with local storage (use --delete-${isAtLeast(version, 20) ? 'emptydir' : 'local'}-data to override)`,
    unmanaged: `${refused} (use --force to override)`,
    unmanagedWarning: `deleting ${isShort ? undeclared : unmanaged}`,
  };
};

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/**
 * The verdict on one pod; of several warnings the last stands, as upstream.
 * `daemonSetError` answers why a daemon set cannot be read: a text and whether it is missing; undefined when it is there.
 * @source k8s 1.20 kubectl/pkg/drain/filters.go makeFilters
 */
export const judgePod = (
  pod: Pod,
  options: DrainFilterOptions,
  daemonSetError: { message: string; isMissing: boolean } | undefined,
  version: KubernetesVersion,
  nowMs: number,
): PodVerdict => {
  const texts = textsOf(version);
  const { deletionTimestamp, ownerReferences = [], annotations = {} } = pod.metadata;
  const phase = pod.status?.phase;
  const isFinished = phase === 'Succeeded' || phase === 'Failed';
  const controller = ownerReferences.find((owner) => owner.controller === true);
  if (options.skipDeletedSeconds > 0 && deletionTimestamp !== undefined) {
    const seconds = Math.trunc((nowMs - Date.parse(deletionTimestamp)) / 1000);
    if (seconds > options.skipDeletedSeconds) return { pod, isDeleted: false };
  }
  if (controller?.kind === 'DaemonSet' && !isFinished) {
    if (daemonSetError !== undefined && !(daemonSetError.isMissing && options.force))
      return { pod, isDeleted: false, error: daemonSetError.message };
    if (daemonSetError === undefined) {
      return options.ignoresDaemonSets
        ? { pod, isDeleted: false, warning: 'ignoring DaemonSet-managed Pods' }
        : { pod, isDeleted: false, error: texts.daemonSet };
    }
  }
  if (Object.hasOwn(annotations, mirrorAnnotation)) return { pod, isDeleted: false };
  const hasLocalStorage = (pod.spec.volumes ?? []).some(
    ({ emptyDir }) => emptyDir !== undefined && emptyDir !== null,
  );
  if (hasLocalStorage && !isFinished && !options.deletesEmptyDirData)
    return { pod, isDeleted: false, error: texts.localStorage };
  if (isFinished || controller !== undefined) return { pod, isDeleted: true };
  return options.force
    ? { pod, isDeleted: true, warning: texts.unmanagedWarning }
    : { pod, isDeleted: false, error: texts.unmanaged };
};

/** Pods by what is said of them: "text: ns/a, ns/b", in the order first met. */
const grouped = (
  verdicts: readonly PodVerdict[],
  textOf: (verdict: PodVerdict) => string | undefined,
): string[] => {
  const byText = new Map<string, string[]>();
  for (const verdict of verdicts) {
    const text = textOf(verdict);
    if (text === undefined) continue;
    const { namespace = '', name } = verdict.pod.metadata;
    byText.set(text, [...(byText.get(text) ?? []), `${namespace}/${name}`]);
  }
  return [...byText].map(([text, pods]) => `${text}: ${pods.join(', ')}`);
};

/** What forbids the drain, a sentence per reason. */
export const drainErrors = (verdicts: readonly PodVerdict[]): string[] =>
  grouped(verdicts, ({ error }) => error).map((text) => `cannot delete ${text}`);

/** What the drain warns of, a sentence per reason. */
export const drainWarnings = (verdicts: readonly PodVerdict[]): string[] =>
  grouped(verdicts, ({ warning }) => warning);
