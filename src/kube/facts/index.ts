/** Facts read from upstream's published packages: types by version, and what hangs on them. */
export { numbersOf } from './field-numbers.ts';
export * from './markers.ts';
export * from './pod-template-hash.ts';
export * from './type-table.ts';
export { dump as goDump } from './go-dump.ts';
