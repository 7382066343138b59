/** Endpoint slices of services. */
export { endpointSliceController } from './endpoint-slice-controller.ts';
