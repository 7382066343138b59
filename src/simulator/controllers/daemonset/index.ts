/** The daemon set controller, and where its pods belong. */
export { daemonSetController } from './daemonset-controller.ts';
export { daemonTolerations, placementFor } from './placement.ts';
