/** How strategic merge patch treats each field of each kind: upstream's patchStrategy and patchMergeKey tags as data. */

/** The treatment of one field; a field without one is replaced when it is a list and merged when it is a map. */
export interface MergeField {
  /** A list whose items are merged: maps by `mergeKey`, or primitives where there is none. */
  readonly isMerged?: true;
  readonly mergeKey?: string;
  /** Fields that a patch does not name are dropped (unions such as a volume's source). */
  readonly retainKeys?: true;
  /** A map that is replaced, not merged. */
  readonly isReplaced?: true;
  /** Of the map, or of the list's items. */
  readonly fields?: MergeFields;
}

export type MergeFields = Readonly<Record<string, MergeField>>;

const by = (mergeKey: string, fields?: MergeFields): MergeField =>
  fields === undefined ? { isMerged: true, mergeKey } : { isMerged: true, mergeKey, fields };
const primitives: MergeField = { isMerged: true };
const inside = (fields: MergeFields): MergeField => ({ fields });

const metadata = inside({ ownerReferences: by('uid'), finalizers: primitives });
const conditions = inside({ conditions: by('type') });

const container: MergeFields = {
  ports: by('containerPort'),
  env: by('name'),
  volumeMounts: by('mountPath'),
  volumeDevices: by('devicePath'),
};

const podSpec = inside({
  volumes: { ...by('name'), retainKeys: true },
  initContainers: by('name', container),
  containers: by('name', container),
  ephemeralContainers: by('name', container),
  imagePullSecrets: by('name'),
  hostAliases: by('ip'),
  topologySpreadConstraints: by('topologyKey'),
  schedulingGates: by('name'),
  resourceClaims: { ...by('name'), retainKeys: true },
});

const podTemplate = inside({ metadata, spec: podSpec });
const workload = inside({ template: podTemplate });
const jobTemplate = inside({ metadata, spec: workload });

const webhooks: MergeFields = { webhooks: by('name') };

/** Beside `metadata`, which all kinds have, by kind. Kinds that are not here have nothing more. */
const kinds: Readonly<Record<string, MergeFields>> = {
  Pod: { spec: podSpec, status: inside({ conditions: by('type'), podIPs: by('ip'), hostIPs: by('ip') }) },
  PodTemplate: { template: podTemplate },
  ReplicationController: { spec: workload, status: conditions },
  ReplicaSet: { spec: workload, status: conditions },
  Deployment: {
    spec: inside({ template: podTemplate, strategy: { retainKeys: true } }),
    status: conditions,
  },
  DaemonSet: { spec: workload, status: conditions },
  StatefulSet: { spec: workload, status: conditions },
  Job: { spec: workload, status: conditions },
  CronJob: { spec: inside({ jobTemplate }) },
  Service: { spec: inside({ ports: by('port') }), status: conditions },
  ServiceAccount: { secrets: by('name') },
  Node: {
    spec: inside({ podCIDRs: primitives }),
    status: inside({ conditions: by('type'), addresses: by('type') }),
  },
  Namespace: { status: conditions },
  ComponentStatus: { conditions: by('type') },
  PersistentVolumeClaim: { status: conditions },
  EphemeralContainers: { ephemeralContainers: by('name', container) },
  NetworkPolicy: { status: conditions },
  MutatingWebhookConfiguration: webhooks,
  ValidatingWebhookConfiguration: webhooks,
  APIService: { status: conditions },
  CSINode: { spec: inside({ drivers: by('name') }) },
  FlowSchema: { status: conditions },
  PriorityLevelConfiguration: { status: conditions },
};

/** Kinds whose treatment depends on the version of their API. */
const versionedKinds: Readonly<Record<string, MergeFields>> = {
  'policy/v1 PodDisruptionBudget': { spec: inside({ selector: { isReplaced: true } }), status: conditions },
  'autoscaling/v2 HorizontalPodAutoscaler': { status: conditions },
};

const complete = (fields: MergeFields | undefined): MergeFields => ({ metadata, ...fields });
const remembered = new Map<string, MergeFields>();

/**
 * The treatment of a built-in kind's fields. (Custom resources have no strategic merge patch: the API answers 415.)
 * @source k8s 1.20 staging/src/k8s.io/api struct tags patchStrategy and patchMergeKey
 * @deviates a field that upstream's struct does not have is an error there; here it is merged or replaced like any other
 */
export const mergeFieldsOf = (apiVersion: string, kind: string): MergeFields => {
  const key = `${apiVersion} ${kind}`;
  let fields = remembered.get(key);
  if (fields === undefined) {
    fields = complete(versionedKinds[key] ?? kinds[kind]);
    remembered.set(key, fields);
  }
  return fields;
};
