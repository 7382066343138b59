/** The ground of a scenario on a cluster: made fresh, and undone to the last mark, by the run itself or by a later cleanup. */
import { expect } from 'chai';
import { runLabel } from '../../../src/backends/cluster/disguised-api.ts';
import { newSince, takeInventory } from '../../../src/backends/cluster/inventory.ts';
import { closeGround, findRuns, openGround } from '../../../src/backends/cluster/scenario-ground.ts';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import type { SimulatorBackend } from '../../../src/backends/index.ts';
import type { KubeApi, Node } from '../../../src/kube/index.ts';
import { testLab } from '../../simulator/bare-world.ts';

const core = (name: string) => ({ group: '', version: 'v1', name });
const nodes = core('nodes');
const namespaces = core('namespaces');
const pods = core('pods');
const run = '0123abcd';
const real = `labproof-${run}`;

describe('the ground of a scenario', () => {
  let backend: SimulatorBackend;
  /** The simulator's API, whose time goes on by a second with every request, as a real one's does. */
  let api: KubeApi;

  beforeEach(() => {
    backend = createSimulatorBackend({ lab: testLab(), seed: 1 });
    const inner = backend.api;
    const after = async <T>(answer: Promise<T>): Promise<T> => {
      try {
        return await answer;
      } finally {
        await backend.clock.sleep(1000);
      }
    };
    api = {
      ...inner,
      resources: () => inner.resources(),
      get: (...what) => after(inner.get(...what)),
      list: (...what) => after(inner.list(...what)),
      create: (...what) => after(inner.create(...what)),
      patch: (...what) => after(inner.patch(...what)),
      delete: (...what) => after(inner.delete(...what)),
      deleteCollection: (...what) => after(inner.deleteCollection(...what)),
    };
  });
  afterEach(() => backend.close());

  const firstNode = async (): Promise<Node> => (await api.list(nodes)).items[0] as unknown as Node;

  it('is a namespace of its own, in which pods can be created', async () => {
    await openGround(api, real, run, false);
    const { metadata } = await api.get(namespaces, undefined, real);
    expect(metadata.labels).to.include({ [runLabel]: run });
    expect(metadata.annotations).to.equal(undefined);
    expect((await api.get(core('serviceaccounts'), real, 'default')).metadata.name).to.equal('default');
    expect(await findRuns(api)).to.deep.equal([run]);
  });

  it('goes with all that was made in it and beside it, and leaves what others made', async () => {
    const before = await takeInventory(api);
    await openGround(api, real, run, false);
    const spec = { containers: [{ name: 'c', image: 'nginx' }] };
    await api.create({ group: 'apps', version: 'v1', name: 'deployments' }, real, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec },
      },
    });
    await api.create(pods, real, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, spec });
    const role = { group: 'rbac.authorization.k8s.io', version: 'v1', name: 'clusterroles' };
    for (const [name, labels] of [
      ['ours', { [runLabel]: run }],
      ['of-another-run', { [runLabel]: 'ffff0000' }],
      ['of-a-person', {}],
    ] as const)
      await api.create(role, undefined, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name, labels: { ...labels } },
        rules: [],
      });
    await backend.clock.sleep(20_000);
    expect((await api.list(pods, { namespace: real })).items).to.have.length(4);

    const { undone, left } = await closeGround(api, run, 60_000);
    expect(left).to.deep.equal([]);
    expect(undone).to.include(`namespace/${real}`).and.to.include('clusterroles/ours');
    expect(await findRuns(api)).to.deep.equal([]);
    expect((await api.list(pods, { namespace: real })).items).to.deep.equal([]);
    expect((await api.list(role)).items.map(({ metadata }) => metadata.name))
      .to.include('of-another-run')
      .and.include('of-a-person')
      .and.not.include('ours');
    // Of the runs beside it nothing is told, of people's things all.
    expect(newSince(before, await takeInventory(api))).to.deep.equal([
      'clusterroles.rbac.authorization.k8s.io of-a-person',
    ]);
  });

  it('puts nodes back as they were: cordons, taints, labels that were added, changed and taken away', async () => {
    const { name } = (await firstNode()).metadata;
    const own = { key: 'disk', value: 'old', effect: 'NoSchedule' };
    const change = (patch: object) => api.patch(nodes, undefined, name, 'merge-patch+json', patch);
    await change({ metadata: { labels: { tier: 'a', zone: 'one' } }, spec: { taints: [own] } });
    const was = await firstNode();
    await openGround(api, real, run, true);
    await change({
      metadata: { labels: { tier: 'b', zone: null, fresh: 'yes' } },
      spec: { unschedulable: true, taints: [{ key: 'role', value: 'x', effect: 'NoExecute' }] },
    });
    const { undone } = await closeGround(api, run, 60_000);
    expect(undone).to.include(`node/${name}`);
    await backend.clock.sleep(5000);
    const is = await firstNode();
    expect(is.metadata.labels).to.deep.equal(was.metadata.labels);
    expect(is.spec.taints).to.deep.equal([own]);
    expect(is.spec.unschedulable).to.equal(undefined);
  });

  it('leaves nodes alone that nobody touched, and those of a run that may not touch any', async () => {
    await openGround(api, real, run, true);
    expect((await closeGround(api, run, 60_000)).undone).to.deep.equal([`namespace/${real}`]);
    await openGround(api, real, run, false);
    const { name } = (await firstNode()).metadata;
    await api.patch(nodes, undefined, name, 'merge-patch+json', { spec: { unschedulable: true } });
    expect((await closeGround(api, run, 60_000)).undone).to.deep.equal([`namespace/${real}`]);
    expect((await firstNode()).spec.unschedulable).to.equal(true);
  });

  it('says what is left when a namespace does not go', async () => {
    await openGround(api, real, run, false);
    const held = { metadata: { name: 'held', finalizers: ['example.com/never'] } };
    await api.create(core('configmaps'), real, { apiVersion: 'v1', kind: 'ConfigMap', ...held });
    const { left } = await closeGround(api, run, 300);
    expect(left).to.deep.equal([`namespace/${real}`]);
    expect(await findRuns(api)).to.deep.equal([run]);
  });
});
