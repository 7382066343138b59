/** Which pod has answered at a node's port. */
import { expect } from 'chai';
import { AnsweringPods } from '../../../src/backends/cluster/answering-pod.ts';
import type { KubeApi } from '../../../src/kube/index.ts';

/** A service on port 30000 in front of pods "web-1", "web-2", … */
const apiWith = (count: number): KubeApi => {
  const metadata = { name: 'web', namespace: 'default' };
  const addresses = Array.from({ length: count }, (_, index) => ({
    ip: `10.244.1.${index + 1}`,
    targetRef: { kind: 'Pod', name: `web-${index + 1}` },
  }));
  const lists: Record<string, unknown[]> = {
    services: [{ metadata, spec: { ports: [{ port: 80, nodePort: 30000 }] } }],
    endpoints: [{ metadata, subsets: [{ addresses, ports: [{ port: 80 }] }] }],
  };
  return {
    list: ({ name }: { name: string }) => Promise.resolve({ items: lists[name] }),
  } as unknown as KubeApi;
};

describe('the pod that has answered', () => {
  it('is the one that says its name or its address', async () => {
    const pods = new AnsweringPods(apiWith(12));
    expect(await pods.of(30000, 'web-2\n')).to.equal('default/web-2');
    expect(await pods.of(30000, 'ip_dest: 10.244.1.11\n')).to.equal('default/web-11');
  });

  it('is the only one there is', async () => {
    expect(await new AnsweringPods(apiWith(1)).of(30000, 'Welcome')).to.equal('default/web-1');
  });

  it('is not known when none of several says so, both are named, or nothing is behind the port', async () => {
    const pods = new AnsweringPods(apiWith(2));
    expect(await pods.of(30000, 'Welcome')).to.equal(undefined);
    expect(await pods.of(30000, 'web-1 web-2')).to.equal(undefined);
    expect(await pods.of(30001, 'web-1')).to.equal(undefined);
    expect(await new AnsweringPods(apiWith(0)).of(30000, 'web-1')).to.equal(undefined);
  });
});
