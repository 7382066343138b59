/** What is said to those who make pods, or templates of pods, that their namespace only warns of. @since k8s 1.23 */
import type { KubeObject, Pod, PodSpec } from '../../kube/index.ts';
import { enforcedLevel, reasonsAgainst, violationsOf } from '../apiserver/index.ts';
import type { RestHost } from './rest-host.ts';

interface Template {
  spec?: PodSpec & { template?: Template; jobTemplate?: Template };
  template?: Template;
}

/** The spec of the pods that an object makes. */
const podSpecOf = (object: KubeObject): PodSpec | undefined => {
  const { kind } = object;
  const { spec, template } = object as Template;
  if (kind === 'Pod') return spec;
  if (kind === 'PodTemplate') return template?.spec;
  if (kind === 'CronJob') return spec?.jobTemplate?.spec?.template?.spec;
  return spec?.template?.spec;
};

const strictness = ['privileged', 'baseline', 'restricted'];

/** @source k8s.io/pod-security-admission v0.29 admission/admission.go ValidateNamespace, EvaluatePodsInNamespace */
const namespaceWarnings = ({ simulator }: RestHost, namespace: KubeObject, old: KubeObject): string[] => {
  const [next, before] = [enforcedLevel(namespace), enforcedLevel(old)];
  const isSame = next.level === before.level && next.version === before.version;
  const isRelaxed =
    next.version === before.version && strictness.indexOf(next.level) <= strictness.indexOf(before.level);
  if (isSame || isRelaxed || next.level === 'privileged') return [];
  const { name } = namespace.metadata;
  const pods = simulator.api.list('pods', { namespace: name });
  const byReason = new Map<string, string[]>();
  for (const pod of pods.ok ? (pods.value.items as readonly Pod[]) : []) {
    const reason = reasonsAgainst(next.level, pod.spec);
    if (reason !== '') byReason.set(reason, [...(byReason.get(reason) ?? []), pod.metadata.name]);
  }
  if (byReason.size === 0) return [];
  const texts = [...byReason].map(([reason, names]) => {
    const others = names.length - 1;
    const first = [...names].sort()[0]!;
    return others === 0
      ? `${first}: ${reason}`
      : `${first} (and ${others} other pod${others === 1 ? '' : 's'}): ${reason}`;
  });
  return [
    `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${next.level}:${next.version}"`,
    ...texts.sort(),
  ];
};

/** `old` is what was replaced. */
export const podSecurityWarnings = (host: RestHost, object: unknown, old?: KubeObject): string[] => {
  const { simulator } = host;
  if (simulator.version.minor < 23 || typeof object !== 'object' || object === null) return [];
  const { kind } = object as KubeObject;
  if (kind === 'Namespace')
    return old === undefined ? [] : namespaceWarnings(host, object as KubeObject, old);
  if (kind === 'Pod' && old !== undefined) return [];
  const { metadata } = object as Partial<KubeObject>;
  if (metadata?.namespace === undefined) return [];
  const spec = podSpecOf(object as KubeObject);
  if (!Array.isArray(spec?.containers)) return [];
  const namespace = simulator.api.get('namespaces', undefined, metadata.namespace);
  const why = violationsOf('warn', namespace.ok ? namespace.value : undefined, spec, simulator.version);
  return why === undefined ? [] : [`would ${why}`];
};
