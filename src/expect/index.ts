/** Expectations: how they are read, compiled and judged, and how a difference is shown. */
export * from './cluster-view.ts';
export type {
  CompileContext,
  CompiledExpectation,
  ExpectationBase,
  ExpectationExample,
  ExpectationKind,
} from './define-expectation.ts';
export * from './diff.ts';
export * from './expectation.ts';
export { expectationKinds } from './kinds/index.ts';
export type { CelExpectation } from './kinds/cel.ts';
export type { ChangePattern, ChangesExpectation } from './kinds/changes.ts';
export type { EventPattern, EventsExpectation } from './kinds/events.ts';
export type { ObjectExpectation } from './kinds/object.ts';
export type { Selection, SelectionExpectation } from './kinds/selection.ts';
export * from './kinds/selection.ts';
export * from './output/failure-expectation.ts';
export * from './output/output-expectation.ts';
export * from './output/printed-table.ts';
export * from './output/table-expectation.ts';
export * from './output/text-expectation.ts';
export * from './patterns/regexp-field.ts';
export * from './resources/known-resources.ts';
export * from './resources/resource-reference.ts';
export * from './verdict.ts';
export * from './output/response-expectation.ts';
export * from './captures.ts';
export { capturesIn, fillCaptures } from './captures.ts';
export type { Captures } from './captures.ts';
export { loadCel } from './cel.ts';
export { parseFieldPath, valueAt } from './field-path.ts';
export * from './judging/cluster-lookup.ts';
export * from './output/judge-output.ts';
export * from './output/judge-response.ts';
export * from './output/judge-table.ts';
export * from './output/judge-text.ts';
export { checkFields } from './patterns/check-fields.ts';
export { compilePattern, usesCel } from './patterns/compile-pattern.ts';
export { matchers } from './patterns/matchers/index.ts';
export type { Differences, Pattern, PatternScope } from './patterns/pattern.ts';
export * from './output/check-output.ts';
