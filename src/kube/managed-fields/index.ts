/** managedFields: who manages which fields of an object, and server-side apply. */
export { deducedAtom, untypedAtom, type Atom, type AtomRef, type ListRule, type MapRule } from './atom.ts';
export { ConflictError, conflictCauses, conflictMessage, type Conflict } from './conflicts.ts';
export { compareValues, type Comparison } from './compare-values.ts';
export { emptyObject } from './empty-object.ts';
export {
  managedFieldsAfterUpdate,
  managersAfterUpdate,
  readManagers,
  withKeptTimes,
  withoutManagedFields,
  type Writer,
} from './field-manager.ts';
export { FieldSet, type FieldPath } from './field-set.ts';
export { decodeFields, encodeFields, type FieldsV1 } from './fields-v1.ts';
export { builtInAtom, metadataAtom } from './go-atom.ts';
export { decodeManagers, encodeManagers, type Manager, type Managers } from './managers.ts';
export { mergeValues } from './merge-values.ts';
export { fieldElement, indexElement, keyElement, printPath, valueElement } from './path-element.ts';
export { removeItems } from './remove-items.ts';
export { applyServerSide, ConfigurationError, type ApplyRequest } from './server-side-apply.ts';
export { resetFields } from './reset-fields.ts';
export { scaleManagers, type ScaleWrite } from './scale-managers.ts';
export { structuralAtom } from './structural-atom.ts';
export { toFieldSet } from './to-field-set.ts';
export type { MergeContext, Versioned } from './updater.ts';
export { validateValue } from './validate-value.ts';
