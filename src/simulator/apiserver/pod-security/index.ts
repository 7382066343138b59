/** The standards of pod security that the labels of a namespace ask for. @since k8s 1.23 @source k8s.io/pod-security-admission v0.29 admission/admission.go EvaluatePod */
import { isAtLeast, type KubeObject, type KubernetesVersion, type PodSpec } from '../../../kube/index.ts';
import { baseline } from './baseline.ts';
import { restricted } from './restricted.ts';

const labelPrefix = 'pod-security.kubernetes.io/';

const levels: Readonly<Record<string, typeof baseline>> = { baseline, restricted };

/** What a pod of this spec violates in the namespace: `"restricted:latest": …`; undefined when nothing. */
export const violationsOf = (
  mode: 'enforce' | 'warn',
  namespace: KubeObject | undefined,
  spec: PodSpec,
  version: KubernetesVersion,
): string | undefined => {
  const labels = namespace?.metadata.labels;
  const level = labels?.[labelPrefix + mode];
  const checks = level === undefined ? undefined : levels[level];
  if (checks === undefined || !isAtLeast(version, 23)) return undefined;
  const found = checks.flatMap((check) => check(spec));
  if (found.length === 0) return undefined;
  const of = labels?.[`${labelPrefix}${mode}-version`] ?? 'latest';
  const texts = found.map(({ reason, detail }) => `${reason} (${detail})`);
  return `violate${mode === 'enforce' ? 's' : ''} PodSecurity "${level}:${of}": ${texts.join(', ')}`;
};

/** What pods of a namespace are held to: "restricted:latest"; "privileged" where the labels say nothing that is known. */
export const enforcedLevel = ({ metadata: { labels } }: KubeObject): { level: string; version: string } => {
  const level = labels?.[`${labelPrefix}enforce`] ?? '';
  const version = labels?.[`${labelPrefix}enforce-version`] ?? 'latest';
  return { level: levels[level] === undefined ? 'privileged' : level, version };
};

/** Only the reasons: "host namespaces, hostPath volumes"; '' when nothing is violated. */
export const reasonsAgainst = (level: string, spec: PodSpec): string =>
  (levels[level] ?? [])
    .flatMap((check) => check(spec))
    .map(({ reason }) => reason)
    .join(', ');
