/** Defect: what is wrong inside a simulated cluster on purpose, so that a proof can see which expectations notice. */
import type { World } from './world.ts';
import { controllers } from './controllers/index.ts';

export interface ClusterDefect {
  /** The component of this name stands still from the lab's start. */
  frozen?: string;
  /** No Event of this reason is recorded. */
  withoutEvents?: string;
}

/** Every component that can stand still: the controllers, the scheduler, MetalLB's controller, all kubelets. */
export const freezableComponents: readonly string[] = [
  ...controllers.map(({ name }) => name),
  'metallb-controller',
  'default-scheduler',
  'kubelet',
];

/** Makes the cluster defective from now on; `stopKubelets` stands for the component 'kubelet'. */
export const spoil = (world: World, defect: ClusterDefect, stopKubelets: () => void): void => {
  if (defect.withoutEvents !== undefined) world.lostEvents.add(defect.withoutEvents);
  if (defect.frozen === 'kubelet') stopKubelets();
  else if (defect.frozen !== undefined) world.frozen.add(defect.frozen);
};
