/** The managers of an object's replicas as the managers of its scale, and back. @source k8s 1.22 fieldmanager/scalehandler.go */
import type { KubeObject, ManagedFieldsEntry } from '../objects/index.ts';
import { readManagers } from './field-manager.ts';
import { FieldSet } from './field-set.ts';
import { encodeManagers, identifierOf, withFields, type Managers } from './managers.ts';
import { fieldElement } from './path-element.ts';

const scaleVersion = 'autoscaling/v1';
const replicas = [fieldElement('spec'), fieldElement('replicas')];

export interface ScaleWrite {
  /** The managers of the scale once it was written, in the versions of the scale. */
  scaleEntries: readonly ManagedFieldsEntry[] | undefined;
  /** In which version the object is written. */
  apiVersion: string;
}

/** Replicas are at the same place in all built-in kinds: spec.replicas. */
const ownsReplicas = (fields: FieldSet): boolean => fields.has(replicas);

export const scaleManagers = {
  /** What a Scale says of managers. */
  toScale(parent: KubeObject): ManagedFieldsEntry[] | undefined {
    const managers: Managers = new Map();
    for (const [id, manager] of readManagers(parent.metadata.managedFields))
      if (ownsReplicas(manager.fields))
        managers.set(id, { ...manager, apiVersion: scaleVersion, fields: FieldSet.of(replicas) });
    return encodeManagers(managers);
  },

  /** What the object says of managers after its scale was written. */
  toParent(parent: KubeObject, { scaleEntries, apiVersion }: ScaleWrite): ManagedFieldsEntry[] | undefined {
    const managers = readManagers(parent.metadata.managedFields);
    const scale = readManagers(scaleEntries);
    for (const [id, manager] of [...managers]) {
      if (!ownsReplicas(manager.fields)) continue;
      // An updater's identifier holds its version, which is the scale's over there.
      const there = identifierOf({ ...manager, apiVersion: scaleVersion });
      if (scale.has(there)) scale.delete(there);
      else withFields(managers, id, manager.fields.difference(FieldSet.of(replicas)));
    }
    for (const manager of scale.values()) {
      if (!ownsReplicas(manager.fields)) continue;
      const next = { ...manager, apiVersion, fields: FieldSet.of(replicas) };
      managers.set(identifierOf(next), next);
    }
    return encodeManagers(managers);
  },
};
