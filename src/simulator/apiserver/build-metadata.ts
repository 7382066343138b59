/** metadata put together of what the client may say and what the server decides. */
import type { ObjectMeta } from '../../kube/index.ts';

/** The parts that the server decides. */
export type SystemMetadata = Pick<
  ObjectMeta,
  | 'name'
  | 'namespace'
  | 'uid'
  | 'creationTimestamp'
  | 'deletionTimestamp'
  | 'deletionGracePeriodSeconds'
  | 'generation'
  | 'resourceVersion'
  | 'selfLink'
>;

/** Written out field by field: objects that all have their fields in one order are quick to read, and no field is left undefined. */
export const buildMetadata = (given: Partial<ObjectMeta>, system: SystemMetadata): ObjectMeta => {
  const metadata: ObjectMeta = { name: system.name };
  if (system.namespace !== undefined) metadata.namespace = system.namespace;
  if (system.uid !== undefined) metadata.uid = system.uid;
  if (system.resourceVersion !== undefined) metadata.resourceVersion = system.resourceVersion;
  if (system.generation !== undefined) metadata.generation = system.generation;
  if (system.creationTimestamp !== undefined) metadata.creationTimestamp = system.creationTimestamp;
  if (given.generateName !== undefined) metadata.generateName = given.generateName;
  if (given.labels !== undefined) metadata.labels = given.labels;
  if (given.annotations !== undefined) metadata.annotations = given.annotations;
  if (given.ownerReferences !== undefined) metadata.ownerReferences = given.ownerReferences;
  if (given.finalizers !== undefined) metadata.finalizers = given.finalizers;
  if (given.managedFields !== undefined) metadata.managedFields = given.managedFields;
  if (system.deletionTimestamp !== undefined) metadata.deletionTimestamp = system.deletionTimestamp;
  if (system.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds = system.deletionGracePeriodSeconds;
  }
  if (system.selfLink !== undefined) metadata.selfLink = system.selfLink;
  return metadata;
};
