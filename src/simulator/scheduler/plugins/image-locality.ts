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
    for (const [index, node] of nodes.entries()) {
      let sumBytes = 0;
      for (const image of images) {
        const state = node.images.get(image);
        if (state !== undefined)
          sumBytes += Math.trunc(state.sizeBytes * (state.nodeCount / snapshot.nodes.length));
      }
      const bounded = Math.min(Math.max(sumBytes, minThresholdBytes), maxThresholdBytes);
      scores[index] = Math.trunc(
        (maxNodeScore * (bounded - minThresholdBytes)) / (maxThresholdBytes - minThresholdBytes),
      );
    }
    return undefined;
  },
};
