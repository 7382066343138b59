/** Resource arguments: from words and files to objects. */
export * from './manifest-files.ts';
export * from './resource-mapping.ts';
export * from './resource-query.ts';
export { isTypedObject } from './typed-kinds.ts';
export * from './visit-resources.ts';
