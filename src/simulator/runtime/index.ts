/** What makes the parts of the simulated cluster run: time, events, controllers. */
export { createWorld, type WorldParts } from './world.ts';
export { VirtualTime } from './virtual-time.ts';
export { ControllerManager } from './controller-manager.ts';
