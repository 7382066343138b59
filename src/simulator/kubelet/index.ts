/** The kubelets, and the machines they run on. */
export { Machines } from './machines.ts';
export type { ContainerTarget } from './machines.ts';
export { Machine } from './machine.ts';
export { Kubelet } from './kubelet.ts';
export type { SiteStorage } from './site-storage.ts';
