/** Issues what has been approved, for the signers of the cluster itself. @source k8s 1.20 pkg/controller/certificates/signer/signer.go */
import type { Condition, KubeObject } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';

type Request = KubeObject & {
  spec: { signerName?: string };
  status?: { conditions?: Condition[]; certificate?: string };
};

const signers: ReadonlySet<string> = new Set([
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/legacy-unknown',
]);

/** In base64: a certificate that certifies nothing; the simulated cluster has no keys. */
const certificate =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmJHRmljSEp2YjJZPQotLS0tLUVORCBDRVJUSUZJQ0FURS0tLS0tCg==';

const resource = 'certificatesigningrequests.certificates.k8s.io';

export const certificateController = defineController({
  name: 'certificate-controller',
  summary: 'Issues certificates that have been approved.',
  create: () => ({
    watches: [{ resource, keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]) }],
    reconcile(key, view) {
      const request = view.get(resource, undefined, key) as Request | undefined;
      const types = new Set(request?.status?.conditions?.map(({ type }) => type));
      const isDue = types.has('Approved') && !types.has('Denied') && !types.has('Failed');
      if (request === undefined || !isDue || request.status?.certificate !== undefined)
        return { actions: [] };
      if (!signers.has(request.spec.signerName ?? '')) return { actions: [] };
      const object: Request = { ...request, status: { ...request.status, certificate } };
      return { actions: [{ do: 'update', resource, object, subresource: 'status' }] };
    },
  }),
});
