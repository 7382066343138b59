/** Service accounts, their tokens, and the certificate authority that goes with them. */
export { rootCaPublisher } from './root-ca-publisher.ts';
export { serviceAccountController } from './service-account-controller.ts';
export { tokensController } from './tokens-controller.ts';
