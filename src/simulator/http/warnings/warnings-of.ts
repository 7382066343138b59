/** The warnings of one object that is created or replaced. @source k8s 1.28 pkg/registry strategies WarningsOnCreate, WarningsOnUpdate */
import {
  dns1123LabelErrors,
  goQuote,
  isAtLeast,
  type KubeObject,
  type KubernetesVersion,
  type ObjectMeta,
  type PodSpec,
  type Service,
} from '../../../kube/index.ts';
import { deprecatedNodeLabel } from './node-labels.ts';
import { podWarnings } from './pod-warnings.ts';
import { serviceWarnings } from './service-warnings.ts';

interface Template {
  metadata?: ObjectMeta;
  spec?: PodSpec;
}

interface Templated {
  spec?: { template?: Template; jobTemplate?: { spec?: { template?: Template } }; schedule?: string };
  template?: Template;
}

interface Rules {
  /** Where its template of pods is. */
  template?: readonly [path: string, of: (object: Templated) => Template | undefined];
  /** What an odd name leads to. */
  name?: string;
  others?: (object: KubeObject, version: KubernetesVersion) => string[];
}

const workload: Rules['template'] = ['spec.template.', ({ spec }) => spec?.template];
const inPods = 'used in Pod names and hostnames';

const ingressClassAnnotation = 'kubernetes.io/ingress.class';

const ingressWarnings = ({ metadata, ...rest }: KubeObject, version: KubernetesVersion): string[] => {
  const { spec } = rest as { spec?: { ingressClassName?: string } };
  const isOld = metadata.annotations?.[ingressClassAnnotation] !== undefined;
  return isAtLeast(version, 27) && isOld && spec?.ingressClassName === undefined
    ? [
        `annotation ${goQuote(ingressClassAnnotation)} is deprecated, please use 'spec.ingressClassName' instead`,
      ]
    : [];
};

/** @source k8s 1.25 pkg/api/storage/util.go GetWarningsForStorageClass */
const classWarnings = (object: KubeObject, version: KubernetesVersion): string[] => {
  const { allowedTopologies = [] } = object as {
    allowedTopologies?: { matchLabelExpressions?: { key: string }[] }[];
  };
  if (!isAtLeast(version, 25)) return [];
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) =>
    matchLabelExpressions.flatMap(({ key }, at) => {
      const message = deprecatedNodeLabel(key, version);
      return message === undefined
        ? []
        : [`allowedTopologies[${index}].matchLabelExpressions[${at}].key: ${message}`];
    }),
  );
};

/** @until k8s 1.28 @source k8s 1.27 pkg/registry/batch/cronjob/strategy.go WarningsOnCreate */
const cronWarnings = (object: KubeObject, version: KubernetesVersion): string[] =>
  !isAtLeast(version, 29) && ((object as Templated).spec?.schedule ?? '').includes('TZ')
    ? [
        `CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`,
      ]
    : [];

const rules: Readonly<Record<string, Rules>> = {
  Pod: { name: "used in the Pod's hostname", template: ['', (pod) => pod as Template] },
  PodTemplate: { template: ['template.', ({ template }) => template] },
  ReplicationController: { name: inPods, template: workload },
  ReplicaSet: { name: inPods, template: workload },
  Deployment: { name: inPods, template: workload },
  DaemonSet: { template: workload },
  StatefulSet: { template: workload },
  Job: { name: inPods, template: workload },
  CronJob: {
    name: inPods,
    template: ['spec.jobTemplate.spec.template.', ({ spec }) => spec?.jobTemplate?.spec?.template],
    others: cronWarnings,
  },
  Service: { others: (object, version) => serviceWarnings(object as Service, version) },
  Ingress: { others: ingressWarnings },
  StorageClass: { others: classWarnings },
};

const nameWarnings = ({ metadata }: KubeObject, of: string, version: KubernetesVersion): string[] => {
  const errors = isAtLeast(version, 27) ? dns1123LabelErrors(metadata.name, version) : [];
  return errors.length === 0
    ? []
    : [
        `metadata.name: this is ${of}, which can result in surprising behavior; a DNS label is recommended: [${errors.join(' ')}]`,
      ];
};

/** `old` is what it replaces: where nothing but metadata has changed nothing is said. */
export const warningsOf = (
  object: KubeObject,
  old: KubeObject | undefined,
  version: KubernetesVersion,
): string[] => {
  const known = Object.hasOwn(rules, object.kind) ? rules[object.kind] : undefined;
  if (known === undefined || !isAtLeast(version, 22)) return [];
  if (old !== undefined && (object.kind === 'Pod' || object.kind === 'Ingress')) return [];
  const { generation } = object.metadata;
  if (old !== undefined && generation !== undefined && generation === old.metadata.generation) return [];
  const [path, templateOf] = known.template ?? ['', () => undefined];
  const template = templateOf(object as Templated);
  const said = [
    ...(known.name === undefined || old !== undefined ? [] : nameWarnings(object, known.name, version)),
    ...(template?.spec === undefined ? [] : podWarnings(template.spec, template.metadata, path, version)),
    ...(known.others?.(object, version) ?? []),
  ];
  return [...new Set(said)];
};
