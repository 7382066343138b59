/** How kubectl prints: aligned tables, JSON, YAML, paths and templates. */
export * from './custom-columns.ts';
export * from './go-json.ts';
export * from './go-sort.ts';
export * from './go-template.ts';
export * from './go-value.ts';
export * from './go-yaml.ts';
export * from './jsonpath.ts';
export { parseJsonPath } from './jsonpath-parser.ts';
export * from './output-error.ts';
export * from './sort-by.ts';
export * from './tab-writer.ts';
export * from './table-printer.ts';
