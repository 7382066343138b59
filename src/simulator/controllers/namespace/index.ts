/** The namespace controller. */
export { namespaceController } from './namespace-controller.ts';
