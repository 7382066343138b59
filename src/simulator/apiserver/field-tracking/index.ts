/** Who manages which fields, and server-side apply. */
export { applyObject } from './apply-object.ts';
export { appliedScale } from './apply-scale.ts';
export { FieldTracker, withManagedFields, type FieldWrite } from './field-tracker.ts';
export { scaledManagers } from './scaled-managers.ts';
