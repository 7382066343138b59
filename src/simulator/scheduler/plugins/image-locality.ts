/** ImageLocality: nodes that have the pod's images are better, the larger the images and the more nodes have them. */
import { maxNodeScore, type SchedulerPlugin } from '../plugin.ts';

const megabyte = 1024 * 1024;
const minThresholdBytes = 23 * megabyte;
const maxContainerThresholdBytes = 1000 * megabyte;

/** "nginx" is kept under "nginx:latest". */
const withTag = (image: string): string =>
  image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;

/** @source k8s 1.20 pkg/scheduler/framework/plugins/imagelocality/image_locality.go */
export const imageLocality: SchedulerPlugin = {
  name: 'ImageLocality',
  score({ pod, snapshot }, nodes, scores) {
    const images = pod.pod.spec.containers.map(({ image = '' }) => withTag(image));
    if (!images.some((image) => snapshot.images.has(image))) return 0;
    const maxThresholdBytes = maxContainerThresholdBytes * images.length;
    const total = snapshot.nodes.length;
    // Most nodes have the same images: a sum that was just weighed is not weighed again.
    let weighed = -1;
    let score = 0;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      let sumBytes = 0;
      for (const image of images) {
        const state = node.images.get(image);
        if (state !== undefined) sumBytes += Math.trunc(state.sizeBytes * (state.nodeCount / total));
      }
      if (sumBytes !== weighed) {
        weighed = sumBytes;
        const bounded = Math.min(Math.max(sumBytes, minThresholdBytes), maxThresholdBytes);
        score = Math.trunc(
          (maxNodeScore * (bounded - minThresholdBytes)) / (maxThresholdBytes - minThresholdBytes),
        );
      }
      scores[index] = score;
    }
    return undefined;
  },
};
