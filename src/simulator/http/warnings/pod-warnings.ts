/** Warnings of a pod, or of the template of pods. @source k8s 1.22 and 1.36 pkg/api/pod/warnings.go warningsForPodSpecAndMeta */
import {
  goQuote,
  isAtLeast,
  parseQuantity,
  type KubernetesVersion,
  type ObjectMeta,
  type PodSpec,
} from '../../../kube/index.ts';
import { containersOf, envWarnings, portWarnings } from './container-warnings.ts';
import { deprecatedNodeLabel } from './node-labels.ts';

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod':
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

/** Volumes that no longer work: until which version it was said how. */
const deprecatedVolumes: Readonly<Record<string, readonly (readonly [since: number, message: string])[]>> = {
  photonPersistentDisk: [[0, 'deprecated in v1.11, non-functional in v1.16+']],
  gitRepo: [
    [33, 'deprecated in v1.11, and disabled by default in v1.33+'],
    [0, 'deprecated in v1.11'],
  ],
  scaleIO: [[0, 'deprecated in v1.16, non-functional in v1.22+']],
  ...Object.fromEntries(
    ['flocker', 'storageOS', 'quobyte'].map((name) => [
      name,
      [
        [27, 'deprecated in v1.22, non-functional in v1.25+'],
        [0, 'deprecated in v1.22, support removal is planned in v1.26'],
      ] as const,
    ]),
  ),
  glusterfs: [
    [27, 'deprecated in v1.25, non-functional in v1.26+'],
    [25, 'deprecated in v1.25, this feature will be removed soon after in a subsequent release'],
  ],
  cephfs: [[28, 'deprecated in v1.28, non-functional in v1.31+']],
  rbd: [[28, 'deprecated in v1.28, non-functional in v1.31+']],
};

const seccompMessage = (version: KubernetesVersion): string => {
  if (isAtLeast(version, 27)) return 'non-functional in v1.27+; use the "seccompProfile" field instead';
  return isAtLeast(version, 25)
    ? 'deprecated since v1.19, non-functional in a future release; use the "seccompProfile" field instead'
    : 'deprecated since v1.19; use the "seccompProfile" field instead';
};

interface Term {
  matchExpressions?: { key: string }[];
}

const termWarnings = (term: Term | undefined, at: string, version: KubernetesVersion): string[] =>
  (term?.matchExpressions ?? []).flatMap(({ key }, index) => {
    const message = deprecatedNodeLabel(key, version);
    return message === undefined ? [] : [`${at}.matchExpressions[${index}].key: ${key} is ${message}`];
  });

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

const placementWarnings = (spec: PodSpec, at: string, version: KubernetesVersion): string[] => {
  const { nodeSelector = {}, affinity, topologySpreadConstraints = [] } = spec;
  const nodes = affinity?.nodeAffinity;
  return [
    ...Object.keys(nodeSelector).flatMap((key) => {
      const message = deprecatedNodeLabel(key, version);
      return message === undefined ? [] : [`${at}.nodeSelector[${key}]: ${message}`];
    }),
    ...(nodes?.[required]?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      termWarnings(term, `${at}.affinity.nodeAffinity.${required}.nodeSelectorTerms[${index}]`, version),
    ),
    ...(nodes?.[preferred] ?? []).flatMap(({ preference }, index) =>
      termWarnings(preference, `${at}.affinity.nodeAffinity.${preferred}[${index}].preference`, version),
    ),
    ...topologySpreadConstraints.flatMap(({ topologyKey, labelSelector }, index) => {
      const path = `${at}.topologySpreadConstraints[${index}]`;
      const message = deprecatedNodeLabel(topologyKey, version);
      return [
        ...(message === undefined ? [] : [`${path}.topologyKey: ${topologyKey} is ${message}`]),
        ...((labelSelector ?? undefined) === undefined && isAtLeast(version, 28)
          ? [`${path}.labelSelector: a null labelSelector results in matching no pod`]
          : []),
      ];
    }),
  ];
};

const duplicates = (values: readonly string[], at: (index: number) => string, what: string): string[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) < index ? [`${at(index)}: duplicate ${what} ${goQuote(value)}`] : [],
  );

const fractional = (list: Record<string, string> | undefined, at: string): string[] =>
  ['memory', 'ephemeral-storage'].flatMap((name) => {
    const value = list?.[name];
    if (value === undefined || !String(value).endsWith('m')) return [];
    return parseQuantity(value).unscaled % 1000n === 0n
      ? []
      : [`${at}[${name}]: fractional byte value ${goQuote(value)} is invalid, must be an integer`];
  });

const selectorWarnings = (spec: PodSpec, at: string): string[] =>
  (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const affinity = spec.affinity?.[kind];
    const isNull = (selector: unknown): boolean => (selector ?? undefined) === undefined;
    const why = 'a null labelSelector results in matching no pod';
    return [
      ...(affinity?.[required] ?? []).flatMap((term, index) =>
        isNull(term.labelSelector)
          ? [`${at}.affinity.${kind}.${required}[${index}].labelSelector: ${why}`]
          : [],
      ),
      ...(affinity?.[preferred] ?? []).flatMap(({ podAffinityTerm }, index) =>
        isNull(podAffinityTerm.labelSelector)
          ? [`${at}.affinity.${kind}.${preferred}[${index}].podAffinityTerm.labelSelector: ${why}`]
          : [],
      ),
    ];
  });

/** `at` is "" for a pod, and else the path of the template with a dot behind. */
export const podWarnings = (
  spec: PodSpec,
  metadata: Pick<ObjectMeta, 'annotations'> | undefined,
  at: string,
  version: KubernetesVersion,
): string[] => {
  const annotations = metadata?.annotations ?? {};
  const path = `${at}spec`;
  const placed = containersOf(spec, path);
  const secrets = (spec.imagePullSecrets ?? []).map(({ name = '' }) => name);
  const hasProfile = (of: { securityContext?: object } | undefined): boolean =>
    (of?.securityContext as { seccompProfile?: unknown } | undefined)?.seccompProfile !== undefined;
  const seccomp = (key: string): string[] =>
    Object.hasOwn(annotations, key) ? [`${at}metadata.annotations[${key}]: ${seccompMessage(version)}`] : [];
  return [
    ...placementWarnings(spec, path, version),
    ...Object.entries(deprecatedAnnotations).flatMap(([key, message]) =>
      Object.hasOwn(annotations, key) ? [`${at}metadata.annotations[${key}]: ${message}`] : [],
    ),
    ...(spec.volumes ?? []).flatMap((volume, index) =>
      Object.keys(deprecatedVolumes).flatMap((name) => {
        const said = deprecatedVolumes[name]!.find(([since]) => isAtLeast(version, since));
        return said !== undefined && Object.hasOwn(volume, name)
          ? [`${path}.volumes[${index}].${name}: ${said[1]}`]
          : [];
      }),
    ),
    ...duplicates(
      (spec.hostAliases ?? []).map(({ ip }) => ip ?? ''),
      (index) => `${path}.hostAliases[${index}].ip`,
      'ip',
    ),
    ...duplicates(secrets, (index) => `${path}.imagePullSecrets[${index}].name`, 'name'),
    ...secrets.flatMap((name, index) =>
      name === '' ? [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`] : [],
    ),
    ...(hasProfile(spec) ? [] : seccomp('seccomp.security.alpha.kubernetes.io/pod')),
    ...placed.flatMap((one) => [
      ...(hasProfile(one.container)
        ? []
        : seccomp(`container.seccomp.security.alpha.kubernetes.io/${one.container.name}`)),
      ...fractional(one.container.resources?.limits, `${one.path}.resources.limits`),
      ...fractional(one.container.resources?.requests, `${one.path}.resources.requests`),
      ...envWarnings(one, version),
    ]),
    ...portWarnings(placed, version),
    ...(isAtLeast(version, 27) && (spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [
          `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...(isAtLeast(version, 28) ? selectorWarnings(spec, path) : []),
  ];
};
