import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { ApiError, type Deployment } from '../../src/kube/index.ts';
import { deployment, pod, testLab } from '../simulator/bare-world.ts';

const pods = { group: '', version: 'v1', name: 'pods' };
const deployments = { group: 'apps', version: 'v1', name: 'deployments' };

const refusal = async (request: Promise<unknown>): Promise<ApiError> => {
  try {
    await request;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('simulator backend', () => {
  it('rejects with the Status of the server', async () => {
    const { api } = createSimulatorBackend({ lab: testLab() });
    const error = await refusal(api.get(pods, 'default', 'nothing'));
    expect(error.message).to.equal('pods "nothing" not found');
    expect(error.status.code).to.equal(404);
    const unknown = await refusal(api.list({ group: 'apps', version: 'v9', name: 'deployments' }));
    expect(unknown.message).to.equal('the server could not find the requested resource');
  });

  it('tells what it serves, version by version', async () => {
    const of = async (version: string): Promise<string[]> => {
      const { api } = createSimulatorBackend({ lab: testLab(), version });
      const all = await api.resources();
      return all
        .filter(({ name }) =>
          ['poddisruptionbudgets', 'horizontalpodautoscalers', 'ingresses'].includes(name),
        )
        .map((resource) => `${resource.group}/${resource.version}/${resource.name}`);
    };
    expect(await of('1.18')).to.include.members([
      'policy/v1beta1/poddisruptionbudgets',
      'networking.k8s.io/v1beta1/ingresses',
    ]);
    expect(await of('1.18')).to.not.include('policy/v1/poddisruptionbudgets');
    expect(await of('1.25')).to.not.include('policy/v1beta1/poddisruptionbudgets');
    expect(await of('1.25')).to.include('autoscaling/v2/horizontalpodautoscalers');
  });

  it('serves one object in each version of its kind', async () => {
    const { api } = createSimulatorBackend({ lab: testLab(), version: '1.22' });
    const budget = {
      apiVersion: 'policy/v1beta1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    };
    const v1beta1 = { group: 'policy', version: 'v1beta1', name: 'poddisruptionbudgets' };
    expect((await api.create(v1beta1, 'default', budget)).apiVersion).to.equal('policy/v1beta1');
    expect((await api.get({ ...v1beta1, version: 'v1' }, 'default', 'web')).apiVersion).to.equal('policy/v1');
    expect((await refusal(api.create({ ...v1beta1, version: 'v1' }, 'default', budget))).message).to.equal(
      'the API version in the data (policy/v1beta1) does not match the expected API version (policy/v1)',
    );
  });

  it('keeps nothing of the object that a client sent', async () => {
    const { api } = createSimulatorBackend({ lab: testLab() });
    const sent = pod('web');
    await api.create(pods, 'default', sent);
    sent.spec.containers[0]!.image = 'changed';
    expect(JSON.stringify(await api.get(pods, 'default', 'web'))).to.not.include('changed');
  });

  it('drives virtual time for whoever waits', async () => {
    const { api, clock } = createSimulatorBackend({ lab: testLab() });
    let ready = 0;
    await api.watch(deployments, { namespace: 'default' }, ({ object }) => {
      ready = (object as Deployment).status?.readyReplicas ?? 0;
    });
    await api.create(deployments, 'default', deployment('web', 3));
    const start = clock.now();
    expect(await clock.waitUntil(() => ready === 3, start + 60_000)).to.equal('met');
    expect(clock.now() - start).to.be.within(1000, 60_000);
    const table = await api.table(deployments, { namespace: 'default' });
    expect(table.rows[0]?.cells.slice(0, 4)).to.deep.equal(['web', '3/3', 3, 3]);
  });

  it('says when nothing is left to happen', async () => {
    const { clock } = createSimulatorBackend({ lab: testLab() });
    const start = clock.now();
    expect(await clock.waitUntil(() => false, start + 60_000)).to.equal('idle');
    expect(clock.now()).to.equal(start);
    await clock.sleep(5000);
    expect(clock.now()).to.equal(start + 5000);
  });

  it('executes, requests and breaks', async () => {
    const { api, clock, can } = createSimulatorBackend({ lab: testLab() });
    await api.create(pods, 'default', pod('web'));
    const isRunning = async (): Promise<string> => {
      const object = (await api.get(pods, 'default', 'web')) as {
        status?: { phase?: string; podIP?: string };
      };
      return object.status?.phase === 'Running' ? (object.status.podIP ?? '') : '';
    };
    await clock.sleep(60_000);
    const address = await isRunning();
    expect(address).to.not.equal('');
    expect(await can.request?.({ url: `http://${address}/` })).to.include({
      status: 200,
      pod: 'default/web',
    });
    const target = { namespace: 'default', pod: 'web' };
    expect(await can.exec?.(target, ['cat', '/run/nginx.pid'])).to.deep.include({ exitCode: 0 });
    expect((await refusal(can.exec!({ ...target, pod: 'nobody' }, ['true']))).message).to.equal(
      'pods "nobody" not found',
    );
    await can.fault?.({ kind: 'killProcess', target, pid: 1 });
    await clock.sleep(30_000);
    const after = (await api.get(pods, 'default', 'web')) as {
      status?: { containerStatuses?: { restartCount: number }[] };
    };
    expect(after.status?.containerStatuses?.[0]?.restartCount).to.equal(1);
  });
});

describe('autoscalers in their versions', () => {
  const v1 = { group: 'autoscaling', version: 'v1', name: 'horizontalpodautoscalers' };
  const v2 = { ...v1, version: 'v2beta2' };
  const resource = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  });
  const autoscaler = {
    apiVersion: 'autoscaling/v2beta2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      maxReplicas: 5,
      metrics: [resource('memory', 70), resource('cpu', 50)],
    },
  };

  it('keep in v1 what v1 has no fields for', async () => {
    const { api } = createSimulatorBackend({ lab: testLab() });
    await api.create(v2, 'default', autoscaler);
    const stored = (await api.get(v1, 'default', 'web')) as { spec?: unknown } & Awaited<
      ReturnType<typeof api.get>
    >;
    expect(stored.spec).to.deep.include({
      targetCPUUtilizationPercentage: 50,
      minReplicas: 1,
      maxReplicas: 5,
    });
    expect(
      JSON.parse(stored.metadata.annotations?.['autoscaling.alpha.kubernetes.io/metrics'] ?? ''),
    ).to.deep.equal([{ type: 'Resource', resource: { name: 'memory', targetAverageUtilization: 70 } }]);
    const served = (await api.get(v2, 'default', 'web')) as unknown as typeof autoscaler;
    expect(served.spec.metrics).to.deep.equal(autoscaler.spec.metrics);
    expect(served.metadata).to.not.have.property('annotations');
  });

  it('are patched in the shape of the version that is patched', async () => {
    const { api } = createSimulatorBackend({ lab: testLab() });
    await api.create(v2, 'default', autoscaler);
    const patch = { spec: { metrics: [resource('cpu', 20)] } };
    await api.patch(v2, 'default', 'web', 'merge-patch+json', patch);
    const stored = (await api.get(v1, 'default', 'web')) as unknown as {
      spec: { targetCPUUtilizationPercentage?: number };
    };
    expect(stored.spec.targetCPUUtilizationPercentage).to.equal(20);
  });
});
