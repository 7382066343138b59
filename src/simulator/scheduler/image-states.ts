/** ImageStates: on which nodes each image is, as the scheduler's cache reckons it. */
import type { Node } from '../../kube/index.ts';

/** As it was when the node that holds it last changed: later nodes do not raise the count of earlier ones. */
export interface ImageState {
  sizeBytes: number;
  nodeCount: number;
}

/**
 * An image's size is what the first node that had it says.
 * @source k8s 1.20 pkg/scheduler/internal/cache/cache.go addNodeImageStates
 */
export class ImageStates {
  readonly #states = new Map<string, { sizeBytes: number; nodes: Set<string> }>();

  has(image: string): boolean {
    return this.#states.has(image);
  }

  add(node: Node): ReadonlyMap<string, ImageState> {
    const states = new Map<string, ImageState>();
    for (const { names, sizeBytes = 0 } of node.status?.images ?? []) {
      for (const name of (names as string[] | undefined) ?? []) {
        let state = this.#states.get(name);
        if (state === undefined) this.#states.set(name, (state = { sizeBytes, nodes: new Set() }));
        state.nodes.add(node.metadata.name);
        states.set(name, { sizeBytes: state.sizeBytes, nodeCount: state.nodes.size });
      }
    }
    return states;
  }

  remove(nodeName: string, node: Node | undefined): void {
    for (const { names } of node?.status?.images ?? []) {
      for (const name of (names as string[] | undefined) ?? []) {
        const state = this.#states.get(name);
        state?.nodes.delete(nodeName);
        if (state?.nodes.size === 0) this.#states.delete(name);
      }
    }
  }
}
