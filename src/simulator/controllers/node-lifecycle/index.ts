/** What becomes of nodes that fall silent, and of the pods on them. */
export { nodeController } from './node-controller.ts';
export { taintController } from './taint-controller.ts';
