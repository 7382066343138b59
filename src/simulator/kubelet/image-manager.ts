/** Sees to it that the image of a container is on the machine: policy, pull, back-off, and the Events that tell of it. */
import type { Container, Pod } from '../../kube/index.ts';
import { isAtLeast } from '../../kube/index.ts';
import { parseImageReference, taggedName } from '../images/index.ts';
import type { Image } from '../images/index.ts';
import type { World } from '../world.ts';
import type { BackOff } from './back-off.ts';
import type { ContainerEngine } from './container-engine.ts';
import type { ImagePuller } from './image-puller.ts';

export type ImageAnswer = { image: Image } | { reason: string; message: string };

export type RecordPodEvent = (
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  container?: Container,
  isInit?: boolean,
) => void;

export interface ImageManagerParts {
  world: World;
  engine: ContainerEngine;
  puller: ImagePuller;
  backOff: BackOff;
  record: RecordPodEvent;
}

/** A Go duration of whole nanoseconds below a minute, or in minutes: "2.541654897s", "1m2.5s". */
const goSeconds = (nanos: number): string => {
  const minutes = Math.floor(nanos / 60_000_000_000);
  const rest = nanos - minutes * 60_000_000_000;
  const seconds = `${Math.floor(rest / 1e9)}.${String(rest % 1e9).padStart(9, '0')}`.replace(/\.?0+$/, '');
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
};

/** How the end of a pull is told, which every few versions tells more. */
const pulledText = (world: World, name: string, startedMs: number, sizeBytes: number): string => {
  const text = `Successfully pulled image "${name}"`;
  if (!isAtLeast(world.version, 20)) return text;
  const wholeMs = Math.floor(world.nowMs() - startedMs);
  if (!isAtLeast(world.version, 27))
    return `${text} in ${goSeconds(wholeMs * 1_000_000 + world.random('durations').below(1_000_000))}`;
  const duration = goSeconds(wholeMs * 1_000_000);
  const size = isAtLeast(world.version, 30) ? `. Image size: ${sizeBytes} bytes.` : '';
  return `${text} in ${duration} (${duration} including waiting)${size}`;
};

/** @source k8s 1.20 pkg/kubelet/images/image_manager.go shouldPullImage */
const shouldPull = (container: Container, isPresent: boolean): boolean => {
  if (container.imagePullPolicy === 'Never') return false;
  return container.imagePullPolicy === 'Always' || !isPresent;
};

/**
 * @source k8s 1.20 pkg/kubelet/images/image_manager.go EnsureImageExists
 * Calls `onEnd` at once or when the pull has ended.
 */
export const ensureImage = (
  { world, engine, puller, backOff, record }: ImageManagerParts,
  pod: Pod,
  container: Container,
  isInit: boolean,
  onEnd: (answer: ImageAnswer) => void,
): void => {
  const name = container.image ?? '';
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string): void => {
    record(pod, type, reason, message, container, isInit);
  };
  const reference = parseImageReference(name);
  if (reference === undefined) {
    const message = `Failed to apply default image tag "${name}": couldn't parse image reference "${name}": invalid reference format`;
    tell('Warning', 'InspectFailed', message);
    onEnd({ reason: 'InvalidImageName', message });
    return;
  }
  const present = engine.images.get(taggedName(reference));
  if (!shouldPull(container, present !== undefined)) {
    if (present !== undefined) {
      tell(
        'Normal',
        'Pulled',
        `Container image "${name}" already present on machine${isAtLeast(world.version, 35) ? ' and can be accessed by the pod' : ''}`,
      );
      onEnd({ image: present });
      return;
    }
    const message = `Container image "${name}" is not present with pull policy of Never`;
    tell('Warning', 'ErrImageNeverPull', message);
    onEnd({ reason: 'ErrImageNeverPull', message });
    return;
  }
  const key = `${pod.metadata.uid ?? ''}_${name}`;
  if (backOff.isInBackOffSinceUpdate(key, world.nowMs())) {
    const message = `Back-off pulling image "${name}"`;
    tell('Normal', 'BackOff', message);
    onEnd({ reason: 'ImagePullBackOff', message });
    return;
  }
  tell('Normal', 'Pulling', `Pulling image "${name}"`);
  const startedMs = world.nowMs();
  puller.pull(reference, (result) => {
    if ('error' in result) {
      tell('Warning', 'Failed', `Failed to pull image "${name}": ${result.error}`);
      backOff.next(key, world.nowMs(), world.nowMs());
      onEnd({ reason: 'ErrImagePull', message: result.error });
      return;
    }
    tell('Normal', 'Pulled', pulledText(world, name, startedMs, result.image.sizeBytes));
    onEnd({ image: result.image });
  });
};
