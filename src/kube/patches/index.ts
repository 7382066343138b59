/** The three kinds of patch: apply them, and create them. */
export * from './json-merge-patch.ts';
export * from './json-patch.ts';
export * from './merge-fields.ts';
export * from './patch-error.ts';
export { applyStrategicMergePatch } from './strategic-merge-patch.ts';
export { createTwoWayMergePatch } from './strategic-diff.ts';
export * from './three-way-merge-patch.ts';
