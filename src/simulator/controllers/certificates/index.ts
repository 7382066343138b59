/** Certificates that have been approved. */
export { certificateController } from './certificate-controller.ts';
