/** Certificate signing requests as rows. */
import type { KubeObject } from '../objects/index.ts';
import { column, createdAge, definePrinter, nameColumn } from './printer.ts';

export interface CertificateSigningRequest extends KubeObject {
  spec: { signerName?: string; username?: string };
  status?: { conditions?: { type: string }[]; certificate?: string };
}

/** @source k8s 1.20 pkg/printers/internalversion/printers.go extractCSRStatus */
const condition = ({ status }: CertificateSigningRequest): string => {
  const has = (type: string): boolean => status?.conditions?.some((one) => one.type === type) === true;
  const word = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return word + (has('Failed') ? ',Failed' : '') + ((status?.certificate ?? '') === '' ? '' : ',Issued');
};

export const certificateSigningRequest = definePrinter<CertificateSigningRequest>({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  columns: [nameColumn, column('Age'), column('SignerName'), column('Requestor'), column('Condition')],
  cells: (object, nowMs) => [
    object.metadata.name,
    createdAge(object, nowMs),
    object.spec.signerName ?? '<none>',
    object.spec.username ?? '',
    condition(object),
  ],
});
