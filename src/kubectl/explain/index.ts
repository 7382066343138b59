/** How `kubectl explain` reads and tells schemas. */
export { explainModel, type ExplainedField } from './explain-model.ts';
export { findField } from './find-field.ts';
