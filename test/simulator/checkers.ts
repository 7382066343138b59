/** What must hold in every simulated cluster, checked beside the running one: at every write, and whenever it is at rest. */
import type { Endpoints, KubeObject, Pod, Service } from '../../src/kube/index.ts';
import { matchesLabelSet } from '../../src/kube/index.ts';
import { ResourceCatalogue } from '../../src/simulator/apiserver/index.ts';
import type { Simulator } from '../../src/simulator/index.ts';

export interface Checkers {
  /** What was violated so far, in order. */
  readonly violations: readonly string[];
  /** Runs events until `timeMs` or until the cluster is at rest; then looks at the whole of it. */
  run(timeMs: number): void;
  /** How many writes were looked at. */
  readonly writes: number;
}

const nameOf = ({ kind, metadata }: KubeObject): string =>
  `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Stored objects are immutable by convention; here whoever breaks it is found out. */
const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
};

const readyAddresses = (pods: readonly Pod[], service: Service): string[] =>
  pods
    .filter(
      ({ metadata }) =>
        metadata.namespace === service.metadata.namespace && metadata.deletionTimestamp === undefined,
    )
    .filter(({ metadata }) => matchesLabelSet(service.spec.selector, metadata.labels))
    .filter(
      ({ status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
    )
    .map(({ status }) => status?.podIP ?? '')
    .sort();

const addressesOf = (endpoints: Endpoints | undefined): string[] =>
  (endpoints?.subsets ?? []).flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip)).sort();

export const attachCheckers = (simulator: Simulator): Checkers => {
  const { api } = simulator;
  const violations: string[] = [];
  const nodes = new Map<string, string>();
  const owners = new Map<string, readonly string[]>();
  let lastVersion = Number(api.lastResourceVersion());
  let writes = 0;

  api.onChange(({ resourceVersion, resource, name }) => {
    writes++;
    if (Number(resourceVersion) <= lastVersion)
      violations.push(`${resource} ${name}: version ${resourceVersion} after ${lastVersion}`);
    lastVersion = Number(resourceVersion);
  });

  const isInCircle = (uid: string, seen: Set<string>): boolean => {
    if (seen.has(uid)) return true;
    const above = new Set(seen).add(uid);
    return (owners.get(uid) ?? []).some((owner) => isInCircle(owner, above));
  };

  const resources = new ResourceCatalogue(simulator.version).all.filter(
    ({ definition }) => definition.isAggregated !== true,
  );
  for (const { name } of resources) {
    api.watch(name, {}, ({ type, object }) => {
      freeze(object);
      const { uid = '', ownerReferences = [] } = object.metadata;
      if (type === 'DELETED') owners.delete(uid);
      else
        owners.set(
          uid,
          ownerReferences.map((owner) => owner.uid),
        );
      if (isInCircle(uid, new Set())) violations.push(`${nameOf(object)} owns itself`);
      if (ownerReferences.filter(({ controller }) => controller === true).length > 1) {
        violations.push(`${nameOf(object)} has two controllers`);
      }
    });
  }
  api.watch('pods', {}, ({ object }) => {
    const { uid = '' } = object.metadata;
    const before = nodes.get(uid) ?? '';
    const now = object.spec.nodeName ?? '';
    if (before !== '' && now !== before) violations.push(`${nameOf(object)} moved from ${before} to ${now}`);
    nodes.set(uid, now);
  });

  const list = <T extends KubeObject>(resource: string): readonly T[] => {
    const answer = api.list(resource);
    return answer.ok ? (answer.value.items as readonly unknown[] as readonly T[]) : [];
  };

  const lookAtRest = (): void => {
    const uids = new Set(resources.flatMap(({ name }) => list(name).map(({ metadata }) => metadata.uid)));
    for (const { name } of resources)
      for (const object of list(name))
        for (const owner of object.metadata.ownerReferences ?? [])
          if (!uids.has(owner.uid))
            violations.push(`${nameOf(object)} outlived its owner ${owner.kind} ${owner.name}`);
    const pods = list<Pod>('pods');
    for (const one of list<Service>('services')) {
      if (one.spec.selector === undefined || one.spec.type === 'ExternalName') continue;
      const { name, namespace } = one.metadata;
      const endpoints = list<Endpoints>('endpoints').find(
        ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
      );
      const expected = readyAddresses(pods, one).join();
      const actual = addressesOf(endpoints).join();
      if (expected !== actual) violations.push(`${nameOf(one)}: ready pods ${expected}, endpoints ${actual}`);
    }
  };

  return {
    violations,
    get writes() {
      return writes;
    },
    run(timeMs) {
      if (simulator.waitUntil(() => false, timeMs) === 'idle') lookAtRest();
    },
  };
};
