/** Endpoints of services, and what the endpoint slice controller shares with them. */
export { endpointsController } from './endpoints-controller.ts';
export { belongsInEndpoints, findPort, podHostname } from './endpoint-pod.ts';
export { affectedServices } from './affected-services.ts';
export { TriggerTimes } from './trigger-times.ts';
export { sameReference } from './same-subsets.ts';
