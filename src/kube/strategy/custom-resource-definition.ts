/** CustomResourceDefinition. */
import type { CustomResourceDefinition } from '../objects/index.ts';
import { countSpecChanges, withGeneration } from './parts.ts';
import { defineStrategy } from './strategy.ts';

type Status = NonNullable<CustomResourceDefinition['status']>;

const emptyStatus: Status = {
  conditions: null,
  acceptedNames: { plural: '', kind: '' },
  storedVersions: null,
};

/** The version that objects are stored in now is among those that they have ever been stored in. */
const withStoredVersion = (object: CustomResourceDefinition, status: Status): CustomResourceDefinition => {
  const storage = (object.spec.versions ?? []).find((version) => version.storage)?.name;
  const stored = status.storedVersions ?? [];
  const isNew = storage !== undefined && !stored.includes(storage);
  return { ...object, status: isNew ? { ...status, storedVersions: [...stored, storage] } : status };
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go */
export const customResourceDefinition = defineStrategy<CustomResourceDefinition>({
  kinds: ['CustomResourceDefinition.apiextensions.k8s.io'],
  prepareForCreate: (object) => withGeneration(withStoredVersion(object, emptyStatus), 1),
  prepareForUpdate: (object, old) =>
    countSpecChanges(withStoredVersion(object, old.status ?? emptyStatus), old),
  prepareForStatusUpdate: (object, old) => {
    const { labels, annotations, ownerReferences } = old.metadata;
    const kept = Object.entries({ ...object.metadata, labels, annotations, ownerReferences });
    const present = Object.fromEntries(kept.filter(([, value]) => value !== undefined));
    const metadata = { ...present, name: object.metadata.name };
    return { ...object, metadata };
  },
  allowUnconditionalUpdate: false,
});
