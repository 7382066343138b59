/** The usage of resource quotas. */
export { resourceQuotaController } from './resource-quota-controller.ts';
