/** The objects of flowcontrol.apiserver.k8s.io that are there without anybody making them, and the versions of the group. */
import { isAtLeast, type KubeObject } from '../../../kube/index.ts';
import type { ServedVersion } from '../resource-definition.ts';
import type { ServerCore } from '../server-core.ts';
import { flowSchemaSpecs } from './flow-schemas.ts';
import { priorityLevelSpecs } from './priority-levels.ts';

type Limited = Record<string, unknown>;
type Level = KubeObject & { spec: { limited?: Limited } };

/** v1beta1 and v1beta2 call the nominal shares assured. */
const renamed = (from: string, to: string) => (object: KubeObject) => {
  const { spec } = object as Level;
  const limited = spec.limited;
  if (limited === undefined || !(from in limited)) return object;
  const { [from]: shares, ...rest } = limited;
  const next: Level = { ...object, spec: { ...spec, limited: { [to]: shares, ...rest } } };
  return next;
};

export const sharesRenamed: Pick<ServedVersion, 'fromStored' | 'toStored'> = {
  fromStored: renamed('nominalConcurrencyShares', 'assuredConcurrencyShares'),
  toStored: renamed('assuredConcurrencyShares', 'nominalConcurrencyShares'),
};

/** @source k8s 1.20–1.32 pkg/registry/flowcontrol/rest/storage_flowcontrol.go; `older`: how the shape of the first two differs */
export const flowControlVersions = (
  older: Pick<ServedVersion, 'fromStored' | 'toStored'> = {},
): ServedVersion[] => [
  { version: 'v1', since: 29 },
  { version: 'v1beta3', since: 26, until: 32 },
  { version: 'v1beta2', since: 26, until: 29, ...older },
  { version: 'v1beta2', since: 23, until: 26 },
  { version: 'v1beta1', since: 20, until: 26 },
];

const objects = (
  { host }: ServerCore,
  kind: string,
  specs: Record<string, object>,
  statusOf: (spec: object) => object,
): KubeObject[] =>
  Object.entries(specs).map(([name, spec]) => {
    const annotations = { 'apf.kubernetes.io/autoupdate-spec': 'true' };
    const object: KubeObject & Record<string, unknown> = {
      apiVersion: '',
      kind,
      metadata: { name, generation: 1, ...(isAtLeast(host.version, 22) ? { annotations } : {}) },
      spec,
      status: statusOf(spec),
    };
    return object;
  });

export const flowSchemas = (core: ServerCore): readonly KubeObject[] =>
  objects(core, 'FlowSchema', { ...flowSchemaSpecs(core.host.version) }, (spec) => {
    const level = (spec as { priorityLevelConfiguration: { name: string } }).priorityLevelConfiguration.name;
    const message = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} and it exists`;
    const { startTime } = core.host.lab;
    return {
      conditions: [
        { type: 'Dangling', status: 'False', lastTransitionTime: startTime, reason: 'Found', message },
      ],
    };
  });

export const priorityLevels = (core: ServerCore): readonly KubeObject[] =>
  objects(core, 'PriorityLevelConfiguration', priorityLevelSpecs(core.host.version), () => ({}));
