/** certificatesigningrequests.certificates.k8s.io: certificates asked for. */
import { defineResource } from '../resource-definition.ts';

export const certificateSigningRequest = defineResource({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  singular: 'certificatesigningrequest',
  shortNames: ['csr'],
  namespaced: false,
  versions: [
    { version: 'v1', since: 19 },
    { version: 'v1beta1', until: 22 },
  ],
  subresources: ['approval', 'status'],
});
