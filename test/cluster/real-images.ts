/** What the simulator is told of the images that the real nodes pull, and where the notes find the nodes. */
import { defaultImages } from '../../src/simulator/images/default-images.ts';
import { imageBytes, standIns } from './images.ts';

/** The notes ask for pages at these. */
export const addressesInNotes: Readonly<Record<string, string>> = {
  'm-k8s': '192.168.1.10',
  'w1-k8s': '192.168.1.101',
  'w2-k8s': '192.168.1.102',
  'w3-k8s': '192.168.1.103',
};

/** As small as what stands for them: the scheduler prefers nodes that have a big one. */
export const smallImages: readonly object[] = defaultImages
  .filter(({ repository }) => standIns.includes(repository))
  .map((image) => ({ ...image, sizeBytes: imageBytes }));

/** An image that only w3-k8s has, and the same one in registries of one's own, as in scenarios/images.lab.yaml. */
export const ownImages = (registries: readonly string[]): object[] => {
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
