/** Fields that a kind of request resets, so that nobody comes to manage them by it. @source k8s 1.22 pkg/registry GetResetFields */
import { FieldSet } from './field-set.ts';
import { fieldElement } from './path-element.ts';

const pathSet = (...paths: readonly string[]): FieldSet =>
  FieldSet.of(...paths.map((path) => path.split('.').map(fieldElement)));

const status = pathSet('status');
const spec = pathSet('spec');

/** By kind, where a status request resets more than the spec. */
const statusRequests: Readonly<Record<string, FieldSet>> = {
  Deployment: pathSet('spec', 'metadata.labels'),
  Pod: pathSet('spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'),
  CertificateSigningRequest: pathSet('spec', 'status.conditions'),
  FlowSchema: pathSet('spec', 'metadata'),
  PriorityLevelConfiguration: pathSet('spec', 'metadata'),
  StorageVersion: pathSet('spec', 'metadata'),
  VolumeAttachment: pathSet('spec', 'metadata'),
};

/** What requests to `subresource` ("" for the object itself) reset of a kind that has a status subresource. @since k8s 1.22 */
export const resetFields = (kind: string, subresource: string, minor: number): FieldSet | undefined => {
  if (minor < 22) return undefined;
  if (subresource === '') return status;
  return subresource === 'status' ? (statusRequests[kind] ?? spec) : undefined;
};
