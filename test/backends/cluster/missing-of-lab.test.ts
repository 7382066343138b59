/** What a lab has from the start is looked for on the cluster before a scenario is played there. */
import { expect } from 'chai';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { LabNames } from '../../../src/backends/cluster/lab-names.ts';
import { missingOfLab } from '../../../src/backends/cluster/missing-of-lab.ts';
import type { Node } from '../../../src/kube/index.ts';
import { testLab } from '../../simulator/bare-world.ts';

const names = new LabNames({
  namespace: { lab: 'default', real: 'labproof-1a2b' },
  nodes: [{ lab: 'w3-k8s', real: 'kind-worker3' }],
  images: { 'multistage-img': 'mirror.example/multistage-img' },
});

const missing = async (
  addons: { name: string }[],
  wanted: Parameters<typeof missingOfLab>[0],
  nodes: Node[] = [],
): Promise<string[]> => {
  const backend = createSimulatorBackend({ lab: testLab({ addons }), seed: 1 });
  await backend.clock.sleep(30_000);
  return missingOfLab(wanted, backend.api, nodes, names);
};

const withImages = (...names: string[]): Node =>
  ({ metadata: { name: 'kind-worker3' }, status: { images: [{ names }] } }) as unknown as Node;

describe('what a cluster lacks of a lab', () => {
  for (const name of [
    'metallb',
    'metrics-server',
    'local-path-provisioner',
    'nfs-subdir-external-provisioner',
  ])
    it(`finds ${name} where it is, and says so where it is not`, async () => {
      expect(await missing([{ name }], { addons: [{ name }] })).to.deep.equal([]);
      expect(await missing([], { addons: [{ name }] })).to.deep.equal([
        `the lab has ${name}, this cluster has not`,
      ]);
    });

  it('asks for no network, DNS or control plane of the same kind', async () => {
    expect(await missing([], { addons: [{ name: 'calico' }, { name: 'coredns' }] })).to.deep.equal([]);
  });

  it('takes the node with the address of the NFS server for that machine', async () => {
    const nfs = [{ address: '192.168.1.10', exports: ['/nfs_shared'] }];
    const node = {
      metadata: { name: 'm' },
      status: { addresses: [{ type: 'InternalIP', address: '192.168.1.10' }] },
    };
    expect(await missing([], { nfs }, [node as unknown as Node])).to.deep.equal([]);
    expect(await missing([], { nfs })).to.deep.equal([
      'the lab has an NFS server at 192.168.1.10, this cluster has none there',
    ]);
  });

  it('looks for images that a machine has from the start, under the names that stand for them', async () => {
    const images = [
      { repository: 'multistage-img', tags: ['latest'], behaviour: 'answer', preloadedOn: ['w3-k8s'] },
    ];
    const there = withImages('docker.io/mirror.example/multistage-img:latest');
    expect(await missing([], { images }, [there])).to.deep.equal([]);
    expect(await missing([], { images }, [withImages('nginx:latest')])).to.deep.equal([
      'the lab has the image mirror.example/multistage-img:latest on w3-k8s, this cluster has not',
    ]);
  });
});
