/** How kubectl prints: aligned tables, JSON, YAML, paths and templates. */
export * from './go-json.ts';
export * from './tab-writer.ts';
export * from './table-printer.ts';
