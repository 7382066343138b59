import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Answer, KubeObject, ManagedFieldsEntry, ResourceKey } from '../../../src/kube/index.ts';
import { createSimulator, type Simulator } from '../../../src/simulator/index.ts';
import { testLab } from '../bare-world.ts';

type Entry = [manager: string, operation: string, apiVersion: string, fields: unknown];
type Manifest = KubeObject & { spec?: unknown; data?: unknown };

interface Referee {
  created: { resource: string; manager: string; object: Manifest; managedFields: Entry[] }[];
  applied: {
    manager: string;
    force?: boolean;
    conflicts?: string[];
    object: Manifest;
    managedFields?: Entry[];
  }[];
  csaService: { object: Manifest; afterClientSide: Entry[]; applied: Entry[]; changed: Entry[] };
}

/** What a real Kubernetes 1.20.2 kept of the same writes. */
const referee = JSON.parse(
  readFileSync(new URL('referee/managed-fields.json', import.meta.url), 'utf8'),
) as Referee;

const keys: Record<string, ResourceKey> = {
  configmaps: { group: '', version: 'v1', name: 'configmaps' },
  services: { group: '', version: 'v1', name: 'services' },
  'deployments.apps': { group: 'apps', version: 'v1', name: 'deployments' },
};

const by = (fieldManager: string) => ({ user: fieldManager, fieldManager });
const tracked = (version = '1.20'): Simulator =>
  createSimulator({ lab: testLab(), version, tracksFields: true });

const valueOf = (answer: Answer<KubeObject>): KubeObject => {
  if (answer.ok) return answer.value;
  throw new Error(answer.status.message);
};
const entriesOf = (object: KubeObject): Entry[] =>
  (object.metadata.managedFields ?? []).map(({ manager, operation, apiVersion, fieldsV1 }) => [
    manager!,
    operation!,
    apiVersion!,
    fieldsV1,
  ]);
/** Without the order of entries and keys: entries of one second stand by name, and kubectl sorts the keys it prints. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([k, v]) => [k, sorted(v)]),
      )
    : value;
const byName = (entries: Entry[]): string[] =>
  entries.map((entry) => JSON.stringify(entry.map(sorted))).sort();

const apply = (
  { served }: Simulator,
  key: ResourceKey,
  object: Manifest,
  manager: string,
  options: { force?: boolean; subresource?: string } = {},
): Answer<KubeObject> =>
  served.patch(key, 'default', object.metadata.name, 'apply-patch+yaml', object, by(manager), options);

const map = keys['configmaps']!;
const configMap = (data: Record<string, string>): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data,
});

describe('managedFields', () => {
  it('of created objects are those of a real 1.20', () => {
    const { served } = tracked();
    for (const { resource, manager, object, managedFields } of referee.created) {
      const created = valueOf(served.create(keys[resource]!, 'default', object, by(manager)));
      expect(entriesOf(created)).to.deep.equal(managedFields);
    }
  });

  it('of applied objects are those of a real 1.20, through conflicts, force and removal', () => {
    const simulator = tracked();
    for (const { manager, force, conflicts, object, managedFields } of referee.applied) {
      const key = keys['deployments.apps']!;
      const answer = apply(simulator, key, object, manager, force === undefined ? {} : { force });
      if (conflicts !== undefined) {
        expect(answer.ok).to.equal(false);
        if (answer.ok) continue;
        expect(answer.status.details?.causes?.map(({ field }) => field)).to.deep.equal(conflicts);
        expect(answer.status).to.include({ reason: 'Conflict', code: 409 });
        continue;
      }
      expect(byName(entriesOf(valueOf(answer)))).to.deep.equal(byName(managedFields!));
    }
    const left = valueOf(simulator.served.get(keys['deployments.apps']!, 'default', 'ssa'));
    const [container] = (left as unknown as { spec: { template: { spec: { containers: object[] } } } }).spec
      .template.spec.containers;
    expect(container).to.include({ image: 'nginx:1.20' });
    expect(container).to.not.have.property('securityContext');
    expect(left.metadata.labels).to.deep.equal({ app: 'ssa' });
  });

  it('let kubectl take over what its client-side apply has set', () => {
    const simulator = tracked();
    const { object, afterClientSide, applied, changed } = referee.csaService;
    const key = keys['services']!;
    valueOf(simulator.served.create(key, 'default', object, by('kubectl-create')));
    const annotation = {
      'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify({
        ...object,
        metadata: { annotations: {}, name: 'web', namespace: 'default' },
      })}\n`,
    };
    const patch = { metadata: { annotations: annotation } };
    const after = valueOf(
      simulator.served.patch(
        key,
        'default',
        'web',
        'strategic-merge-patch+json',
        patch,
        by('kubectl-client-side-apply'),
      ),
    );
    expect(byName(entriesOf(after))).to.deep.equal(byName(afterClientSide));
    const same = valueOf(apply(simulator, key, object, 'kubectl'));
    expect(byName(entriesOf(same))).to.deep.equal(byName(applied));
    const next = structuredClone(object) as Manifest & {
      spec: { ports: { port: number; targetPort: number }[] };
    };
    next.spec.ports.find(({ port }) => port === 443)!.targetPort = 9443;
    const moved = valueOf(apply(simulator, key, next, 'kubectl'));
    expect(byName(entriesOf(moved))).to.deep.equal(byName(changed));
    const other = apply(simulator, key, object, 'xyz');
    expect(!other.ok && other.status.message).to.equal(
      'Apply failed with 1 conflict: conflict with "kubectl": .spec.ports[port=443,protocol="TCP"].targetPort',
    );
  });

  it('keep the time of a manager whose fields stay the same, until 1.22', () => {
    const times = (version: string): (string | undefined)[] => {
      const simulator = tracked(version);
      valueOf(simulator.served.create(map, 'default', configMap({ a: '1' }), by('m')));
      simulator.runUntil(simulator.nowMs() + 10_000);
      const patched = valueOf(
        simulator.served.patch(map, 'default', 'a', 'merge-patch+json', { data: { a: '2' } }, by('m')),
      );
      return [patched.metadata.managedFields![0]!.time, patched.metadata.creationTimestamp];
    };
    const [kept, created] = times('1.20');
    expect(kept).to.equal(created);
    const [renewed, before] = times('1.24');
    expect(Date.parse(renewed!) - Date.parse(before!)).to.equal(10_000);
  });

  it('make applying twice one write', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2')),
        fc.constantFrom('1.18', '1.20', '1.25', '1.36'),
        (data, version) => {
          const simulator = tracked(version);
          const once = valueOf(apply(simulator, map, configMap(data), 'm'));
          simulator.runUntil(simulator.nowMs() + 5000);
          const twice = valueOf(apply(simulator, map, configMap(data), 'm'));
          expect(twice).to.deep.equal(once);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('are given up by an empty entry, and found again as before-first-apply', () => {
    const { served } = tracked();
    valueOf(served.create(map, 'default', configMap({ a: '1' }), by('m')));
    const reset = { metadata: { managedFields: [{}] } };
    const forgotten = valueOf(served.patch(map, 'default', 'a', 'merge-patch+json', reset, by('m')));
    expect(forgotten.metadata).to.not.have.property('managedFields');
    const applied = valueOf(
      served.patch(map, 'default', 'a', 'apply-patch+yaml', configMap({ a: '1' }), by('n')),
    );
    expect(entriesOf(applied).map(([manager, operation]) => [manager, operation])).to.deep.equal([
      ['n', 'Apply'],
      ['before-first-apply', 'Update'],
    ]);
  });

  it('have at most ten updaters', () => {
    const { served } = tracked();
    valueOf(served.create(map, 'default', configMap({ x: '1' }), by('m0')));
    let last: ManagedFieldsEntry[] = [];
    for (let index = 1; index <= 13; index++) {
      const data = { [`k${index}`]: 'v' };
      const patched = served.patch(map, 'default', 'a', 'merge-patch+json', { data }, by(`m${index}`));
      last = valueOf(patched).metadata.managedFields!;
    }
    expect(last).to.have.length(10);
    expect(last.map(({ manager }) => manager)).to.include('ancient-changes');
  });

  it('are not kept of objects that nobody applied, where the cluster does not track all', () => {
    const simulator = createSimulator({ lab: testLab(), version: '1.20' });
    const created = valueOf(simulator.served.create(map, 'default', configMap({ a: '1' }), by('m')));
    expect(created.metadata).to.not.have.property('managedFields');
    valueOf(apply(simulator, map, configMap({ a: '1' }), 'n'));
    const patch = { data: { b: '2' } };
    const patched = valueOf(simulator.served.patch(map, 'default', 'a', 'merge-patch+json', patch, by('o')));
    expect(entriesOf(patched).map(([manager]) => manager)).to.include('o');
  });

  it('of replicas go to who scales, since 1.22', () => {
    const scaledBy = (version: string): Entry[] => {
      const simulator = tracked(version);
      const key = keys['deployments.apps']!;
      const object = referee.created.find(({ resource }) => resource === 'deployments.apps')!.object;
      valueOf(simulator.served.create(key, 'default', object, by('maker')));
      const scale = valueOf(simulator.served.get(key, 'default', 'web', 'scale'));
      const wish = { ...scale, spec: { replicas: 5 } } as KubeObject;
      valueOf(simulator.served.update(key, 'default', wish, by('scaler'), { subresource: 'scale' }));
      return entriesOf(valueOf(simulator.served.get(key, 'default', 'web')));
    };
    expect(scaledBy('1.20').map(([manager]) => manager)).to.deep.equal(['maker']);
    expect(scaledBy('1.22').find(([manager]) => manager === 'scaler')?.[3]).to.deep.equal({
      'f:spec': { 'f:replicas': {} },
    });
    expect(JSON.stringify(scaledBy('1.22').find(([manager]) => manager === 'maker'))).to.not.include(
      'f:replicas',
    );
  });

  it('of status are apart since 1.22, and hold no spec', () => {
    const simulator = tracked('1.22');
    const key = keys['deployments.apps']!;
    const object = referee.created.find(({ resource }) => resource === 'deployments.apps')!.object;
    const created = valueOf(simulator.served.create(key, 'default', object, by('maker')));
    const wish = {
      ...created,
      status: { replicas: 7 },
      spec: { ...(created as Manifest).spec!, replicas: 9 },
    };
    const updated = valueOf(
      simulator.served.update(key, 'default', wish, by('st'), { subresource: 'status' }),
    );
    const entry = updated.metadata.managedFields!.find(({ manager }) => manager === 'st');
    expect(entry).to.deep.include({ subresource: 'status', fieldsV1: { 'f:status': { 'f:replicas': {} } } });
  });
});
