/** The lab file of the referee with real containers: its nodes are of this machine's size, kernel and Docker, so it is written when they are up. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Node } from '../../src/kube/index.ts';
import { defaultImages } from '../../src/simulator/images/default-images.ts';
import { imageBytes, standIns } from './images.ts';
import { project } from './referee.ts';

/** The notes ask for pages at these. */
const addresses: Readonly<Record<string, string>> = {
  'm-k8s': '192.168.1.10',
  'w1-k8s': '192.168.1.101',
  'w2-k8s': '192.168.1.102',
  'w3-k8s': '192.168.1.103',
};

const nodeOf = ({ metadata, spec, status }: Node) => ({
  name: metadata.name,
  role: metadata.name.startsWith('m-') ? 'master' : 'worker',
  address: addresses[metadata.name],
  cpu: status!.capacity!['cpu'],
  memory: status!.capacity!['memory'],
  podCIDR: spec!.podCIDR,
  osImage: status!.nodeInfo!.osImage,
  kernelVersion: status!.nodeInfo!.kernelVersion,
  containerRuntimeVersion: status!.nodeInfo!.containerRuntimeVersion,
});

/** As small as what stands for them: the scheduler prefers nodes that have a big one. */
const images = defaultImages
  .filter(({ repository }) => standIns.includes(repository))
  .map((image) => ({ ...image, sizeBytes: imageBytes }));

/** An image that only w3-k8s has, and the same one in registries of one's own, as in scenarios/images.lab.yaml. */
const ownImages = (registries: readonly string[]) => {
  const image = {
    tags: ['latest'],
    behaviour: 'answer',
    settings: { text: 'src: {client} / dest: {address}\n' },
    sizeBytes: imageBytes,
  };
  return [
    { repository: 'multistage-img', ...image, isLocal: true, preloadedOn: ['w3-k8s'] },
    ...registries.map((registry) => ({ repository: `${registry}/multistage-img`, ...image })),
  ];
};

export interface OwnImages {
  /** "host:port" of each. */
  registries: readonly string[];
  /** The notes' files that name them. */
  book: string;
}

/** With `own`, w3-k8s has built an image. */
export const writeRealLab = (file: string, nodes: readonly Node[], own?: OwnImages): void => {
  const lab = {
    apiVersion: 'labproof.dev/v1alpha1',
    kind: 'Lab',
    metadata: { name: 'referee-real', title: 'The nodes of the referee with real containers' },
    spec: {
      kubernetes: '1.20.2',
      nodes: nodes.map(nodeOf),
      network: { services: '10.96.0.0/16', pods: '10.244.0.0/16' },
      addons: [],
      images: [...images, ...(own === undefined ? [] : ownImages(own.registries))],
      workstation: {
        home: '/root',
        files: { '/root/_Book_k8sInfra': own?.book ?? join(project, 'scenarios/_Book_k8sInfra') },
      },
    },
  };
  writeFileSync(file, stringify(lab));
};
