/** Kinds that users add, by CustomResourceDefinitions. */
export type { CustomResource } from './custom-resource.ts';
export { getCustomScale, patchCustomScale, updateCustomScale } from './scale-verbs.ts';
export { compileError, provideRuleLibrary } from './validation-rules.ts';
export { serveCustomResources } from './serve-custom-resources.ts';
