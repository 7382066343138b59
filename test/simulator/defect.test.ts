/** A defective cluster is defective in just the one way. */
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { runKubectl } from '../../src/kubectl/index.ts';
import type { ClusterDefect, Lab } from '../../src/simulator/index.ts';

const lab: Lab = {
  name: 'small',
  kubernetes: '1.20.2',
  startTime: '2021-01-20T12:00:00Z',
  nodes: [
    { name: 'm', role: 'master', address: '10.0.0.1', cpu: '2', memory: '2Gi' },
    { name: 'w', role: 'worker', address: '10.0.0.2', cpu: '2', memory: '2Gi' },
  ],
  images: [],
  addons: [],
  network: { services: '10.96.0.0/12', pods: '10.244.0.0/16' },
};

/** What `get` prints a minute after a deployment was made. */
const after = async (defect: ClusterDefect, line: string): Promise<string> => {
  const backend = createSimulatorBackend({ lab, seed: 1, defect });
  await runKubectl('create deployment web --image=nginx:1.16.0', backend);
  await backend.clock.sleep(30_000);
  const { stdout, stderr } = await runKubectl(line, backend);
  return stdout + stderr;
};

describe('defect', () => {
  it('without one, the pod runs', async () => {
    expect(await after({}, 'get pods --no-headers')).to.match(/^web-\S+ +1\/1 +Running/);
  });

  for (const [frozen, line, printed] of [
    ['deployment-controller', 'get replicasets', /No resources found/],
    ['replicaset-controller', 'get pods', /No resources found/],
    ['default-scheduler', 'get pods --no-headers', /^web-\S+ +0\/1 +Pending/],
    ['kubelet', 'get pods --no-headers', /^web-\S+ +0\/1 +Pending/],
  ] as const) {
    it(`${frozen} stands still`, async () => {
      expect(await after({ frozen }, line)).to.match(printed);
    });
  }

  it('loses the Events of one reason and no other', async () => {
    const events = await after({ withoutEvents: 'Scheduled' }, 'get events');
    expect(events).to.not.contain('Successfully assigned');
    expect(events).to.contain('Started container nginx');
  });
});
