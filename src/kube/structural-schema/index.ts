/** Structural schemas of custom resources: pruning, defaults, validation. */
export * from './json-schema.ts';
export { asResourceRoot, prune, pruneResource } from './prune.ts';
export { fillDefaults, pruneNulls } from './default-values.ts';
export { coerceEmbedded, EmbeddedError, validateEmbedded } from './embedded-objects.ts';
export { goRegExpError } from './go-reg-exp.ts';
export { validateListTypes } from './list-types.ts';
export { validateValue } from './validate-value.ts';
export { badValueOf } from './value-errors.ts';
export { validateStructural } from './validate-structural.ts';
