/** A scenario sees its own namespace as "default", and nothing of the real one. */
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { disguiseApi, runLabel } from '../../../src/backends/cluster/disguised-api.ts';
import { LabNames } from '../../../src/backends/cluster/lab-names.ts';
import { ApiError } from '../../../src/kube/index.ts';
import type { KubeApi, KubeObject } from '../../../src/kube/index.ts';

const core = (name: string) => ({ group: '', version: 'v1', name });
const pod = (name: string, namespace = 'default'): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  }) as KubeObject;

const refusal = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
  return 'it was not refused';
};

describe('disguised api', () => {
  let real: KubeApi;
  let shown: KubeApi;
  let now: () => number;
  let runFor: (ms: number) => Promise<void>;

  const disguise = (allowsDisruption: boolean): KubeApi =>
    disguiseApi(real, {
      names: new LabNames({
        namespace: { lab: 'default', real: 'labproof-1a2b' },
        nodes: [{ lab: 'w1', real: 'kind-worker' }],
      }),
      run: '1a2b',
      allowsDisruption,
      now,
    });

  beforeEach(async () => {
    const lab = {
      name: 'test',
      kubernetes: '1.20.2',
      startTime: '2026-01-01T00:00:00Z',
      nodes: [
        { name: 'kind-worker', role: 'worker', address: '192.168.1.101', cpu: '2', memory: '2Gi' } as const,
      ],
      images: [],
      addons: [],
      network: { services: '10.96.0.0/12', pods: '172.16.0.0/16' },
    };
    const backend = createSimulatorBackend({ lab, seed: 1, version: '1.20.2' });
    real = backend.api;
    now = () => backend.clock.now();
    runFor = (ms) => backend.clock.sleep(ms);
    await real.create(core('namespaces'), undefined, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'labproof-1a2b', labels: { [runLabel]: '1a2b' } },
    });
    await runFor(1000);
    shown = disguise(false);
  });

  it('writes into its own namespace, labels what it writes, and shows neither', async () => {
    const created = await shown.create(core('pods'), 'default', pod('a'));
    expect(created.metadata.namespace).to.equal('default');
    expect(created.metadata.labels).to.equal(undefined);
    const stored = await real.get(core('pods'), 'labproof-1a2b', 'a');
    expect(stored.metadata.labels).to.deep.equal({ [runLabel]: '1a2b' });
  });

  it('speaks of the lab’s namespace and nodes in messages too', async () => {
    await shown.create(core('pods'), 'default', pod('a'));
    await runFor(20_000);
    const { items } = await shown.list(core('events'), { namespace: 'default' });
    const messages = items.map((event) => (event as unknown as { message: string }).message);
    expect(messages).to.contain('Successfully assigned default/a to w1');
    const [seen] = (await shown.list(core('pods'), { fieldSelector: 'spec.nodeName=w1' })).items;
    expect((seen as unknown as { spec: { nodeName: string } }).spec.nodeName).to.equal('w1');
    expect((await shown.get(core('nodes'), undefined, 'w1')).metadata.name).to.equal('w1');
  });

  it('hides what the real namespace holds, but for the API’s own service', async () => {
    await real.create(core('pods'), 'default', pod('stranger'));
    await shown.create(core('pods'), 'default', pod('own'));
    const names = async (resource: string, namespace?: string): Promise<string[]> =>
      (await shown.list(core(resource), namespace === undefined ? {} : { namespace })).items.map(
        ({ metadata }) => metadata.name,
      );
    expect(await names('pods')).to.deep.equal(['own']);
    expect(await names('services', 'default')).to.deep.equal(['kubernetes']);
    expect(await names('services')).to.deep.equal(['kubernetes']);
    expect(await names('namespaces')).to.deep.equal([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]);
    const seen: string[] = [];
    const stop = await shown.watch(core('pods'), {}, ({ object }) => seen.push(object.metadata.name));
    stop();
    expect(seen).to.deep.equal(['own']);
  });

  it('names the lab’s namespace in refusals', async () => {
    const table = await refusal(() => shown.get(core('pods'), 'default', 'none'));
    expect(table).to.equal('pods "none" not found');
    expect(
      await refusal(() => shown.create(core('pods'), 'kube-system', pod('x', 'kube-system'))),
    ).to.contain('only with --allow-disruption');
  });

  it('touches nodes only when it may', async () => {
    const cordon = (api: KubeApi) =>
      api.patch(core('nodes'), undefined, 'w1', 'merge-patch+json', { spec: { unschedulable: true } });
    expect(await refusal(() => cordon(shown))).to.contain('only with --allow-disruption');
    await cordon(disguise(true));
    const node = await real.get(core('nodes'), undefined, 'kind-worker');
    expect((node as unknown as { spec: object }).spec).to.deep.include({ unschedulable: true });
    await runFor(60_000);
    const { items } = await shown.list(core('events'), { namespace: 'default' });
    expect(items.map((event) => (event as unknown as { reason: string }).reason)).to.contain(
      'NodeNotSchedulable',
    );
  });

  it('may write into namespaces that it has made', async () => {
    await shown.create(core('namespaces'), undefined, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'mine' },
    });
    await runFor(1000);
    const created = await shown.create(core('pods'), 'mine', pod('a', 'mine'));
    expect(created.metadata.namespace).to.equal('mine');
  });

  it('asks as an account of the real namespace, and is refused in the lab’s names', async () => {
    const shown = disguise(false).as!({ user: 'system:serviceaccount:default:robot' });
    expect(await refusal(() => shown.list(core('services'), { namespace: 'default' }))).to.equal(
      'services is forbidden: User "system:serviceaccount:default:robot" cannot list resource "services" in API group "" in the namespace "default"',
    );
  });

  it('shows an account that may see the namespace what of the lab’s stands elsewhere', async () => {
    const rbac = (name: string) => ({ group: 'rbac.authorization.k8s.io', version: 'v1', name });
    await shown.create(rbac('roles'), 'default', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['services'], verbs: ['get', 'list'] }],
    });
    await shown.create(rbac('rolebindings'), 'default', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'robot-reads' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }],
    });
    const robot = shown.as!({ user: 'system:serviceaccount:default:robot' });
    const namesOf = (list: readonly KubeObject[]): string[] => list.map(({ metadata }) => metadata.name);
    expect(namesOf((await robot.list(core('services'), { namespace: 'default' })).items)).to.deep.equal([
      'kubernetes',
    ]);
    const table = await robot.table(core('services'), { namespace: 'default' });
    expect(namesOf(table.rows.map(({ object }) => object))).to.deep.equal(['kubernetes']);
    const service = await robot.get(core('services'), 'default', 'kubernetes');
    expect(service.metadata.name).to.equal('kubernetes');
    expect(await refusal(() => robot.get(core('endpoints'), 'default', 'kubernetes'))).to.contain(
      'cannot get resource "endpoints"',
    );
  });

  it('shows the namespaces that the scenario has made, and not those of other runs', async () => {
    const namespace = (name: string, labels = {}): KubeObject =>
      ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }) as KubeObject;
    const seen: string[] = [];
    shown.watch(core('namespaces'), {}, ({ object }) => {
      seen.push(object.metadata.name);
    });
    await shown.create(core('namespaces'), undefined, namespace('blue'));
    await real.create(core('namespaces'), undefined, namespace('labproof-3c4d', { [runLabel]: '3c4d' }));
    await runFor(1000);
    const listed = (await shown.list(core('namespaces'))).items.map(({ metadata }) => metadata.name);
    expect(listed).to.include('blue').and.include('default').and.not.include('labproof-3c4d');
    expect(seen).to.include('blue').and.not.include('labproof-3c4d');
  });
});
