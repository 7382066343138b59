/** What the API server's own controllers do with CustomResourceDefinitions. */
export { approvalController } from './approval-controller.ts';
export { establishingController } from './establishing-controller.ts';
export { finalizingController } from './finalizing-controller.ts';
export { namingController } from './naming-controller.ts';
export { structuralController } from './structural-controller.ts';
