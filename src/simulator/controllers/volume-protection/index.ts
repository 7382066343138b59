/** Storage objects in use are not taken away. */
export { claimProtectionController } from './claim-protection-controller.ts';
export { volumeProtectionController } from './volume-protection-controller.ts';
