/** The vocabulary of Kubernetes. */
export * from './api.ts';
export type * from './lab-actions.ts';
export type * from './objects/index.ts';
export * from './base64.ts';
export * from './status.ts';
export * from './node-affinity.ts';
export * from './tolerations.ts';
export * from './version.ts';
export * from './facts/index.ts';
export * from './json-value.ts';
export * from './quantity.ts';
export * from './rbac/index.ts';
export * from './quantity-amount.ts';
export * from './value-error.ts';
export * from './cron.ts';
export { isTimeZone } from './time-zone.ts';
export * from './duration.ts';
export { compareEvents, lastToldMs } from './event-order.ts';
export * from './field-selector.ts';
export * from './go-format.ts';
export * from './int-or-percent.ts';
export * from './ip-address.ts';
export * from './label-selector.ts';
export * from './names.ts';
export * from './safe-encode.ts';
export * from './selectable-fields.ts';
export { applyDefaults, goTypeOf, shapeMetadata } from './defaults/index.ts';
export * from './strategy/index.ts';
export {
  causesOf,
  invalidObject,
  validateCommonMeta,
  validateCommonMetaUpdate,
  validateCreate,
  validateStatusUpdate,
  validateTraffic,
  validateUpdate,
} from './validation/index.ts';
export {
  apiApprovalOf,
  checkObjectMeta,
  checkObjectMetaUpdate,
  FieldPath,
  GoSyntax,
  isProtectedGroup,
  markOlderSpec,
} from './validation/index.ts';
export { invalid as invalidField } from './validation/index.ts';
export type { BadValue, FieldError, LimitItem } from './validation/index.ts';
export * from './structural-schema/index.ts';
export * from './patches/index.ts';
export {
  applyServerSide,
  builtInAtom,
  conflictCauses,
  ConfigurationError,
  ConflictError,
  emptyObject,
  managedFieldsAfterUpdate,
  resetFields,
  scaleManagers,
  structuralAtom,
  withKeptTimes,
  type Atom,
  type AtomRef,
  type MergeContext,
  type Versioned,
  type Writer,
} from './managed-fields/index.ts';
export * from './output/index.ts';
export * from './printers/index.ts';
export { decodeProtobuf, WireError } from './protobuf/decode-object.ts';
