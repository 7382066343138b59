/** The stateful set controller. */
export { statefulSetController } from './statefulset-controller.ts';
